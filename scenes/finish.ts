import type { Random } from '../src/image/index.ts'
import { between, chance, pick } from './choose.ts'
import { type Color, oklch, scaled } from './color.ts'
import {
  checks,
  clouds,
  cracks,
  dots,
  fade,
  type Pattern,
  plaid,
  scales,
  spots,
  streaks,
  stripes,
  weave,
} from './pattern.ts'
import type { Maker, Material } from './shape.ts'

type Layer = readonly [Color, Pattern]

/** Nothing, or a print: stripes, dots, checks, spots or clouds in a second colour. */
export function print({ next, paint }: Maker, size = 0.3): readonly Layer[] {
  const ink = paint()
  const period = size * between(next, 0.5, 1.2)
  return pick<readonly Layer[]>(next, [
    [],
    [],
    [[ink, stripes(pick(next, [0, Math.PI / 2, 0.8]), period, between(next, 0.25, 0.6))]],
    [[ink, stripes(Math.PI / 2, period, 0.5, 0.2)]],
    [[ink, dots(period, period * between(next, 0.15, 0.35))]],
    [[ink, checks(period * 0.7)]],
    [[ink, plaid(period, 0.4)]],
    [[ink, spots(next, period, 0.3)]],
    [[ink, clouds(next, period * 1.5, 0, 0.12)]],
    [[ink, fade(-0.3, 0.6)]],
    [[ink, cracks(next, period, 0.05)]],
    [[ink, scales(period * 0.6)]],
  ])
}

export const glazed = (maker: Maker, color = maker.paint()): Material => ({
  color,
  layers: [...print(maker), [scaled(color, 0.75), clouds(maker.next, 0.5, 0.3, 0.8)]],
  gloss: between(maker.next, 0.5, 1),
})

export const plastic = (next: Random, color: Color): Material => ({ color, gloss: between(next, 0.25, 0.7) })

export const matte = (color: Color, ...layers: Layer[]): Material => ({ color, layers })

/** Steel, brass, copper, or blackened iron; brushed, scratched or rusty now and then. */
export function metal(next: Random): Material {
  const color = pick(next, [
    oklch(0.85, 0.005, 250),
    oklch(0.8, 0.005, 90),
    oklch(0.8, 0.1, 85),
    oklch(0.68, 0.1, 50),
    oklch(0.5, 0.008, 260),
  ])
  const layers: Layer[] = [[scaled(color, 0.55), streaks(next, 0.015, 30)]]
  if (chance(next, 0.3)) layers.push([oklch(0.42, 0.09, 45), clouds(next, 0.25, 0.45, 0.3)])
  return { color, layers, gloss: between(next, 0.3, 1), metal: true }
}

/** Woven or felted fabric. */
export const fabric = (maker: Maker, color = maker.paint()): Material => ({
  color,
  layers: [...print(maker), [scaled(color, 0.6), weave(0.025)]],
  bump: [clouds(maker.next, 0.5, 0, 1, 2), 0.08],
})

/** Turned or carved wood. */
export function timber(next: Random): Material {
  const color = oklch(between(next, 0.4, 0.75), 0.08, between(next, 50, 75))
  return { color, layers: [[scaled(color, 0.45), streaks(next, 0.03, 12)]], gloss: between(next, 0, 0.4) }
}

/** Skin of fruit or vegetables: speckled and blotched. */
export function peel(next: Random, color: Color, blush: Color): Material {
  return {
    color,
    layers: [
      [blush, clouds(next, 0.9, between(next, -0.5, 0.6), 0.6)],
      [scaled(color, 1.25), spots(next, 0.07, 0.12, 0.5)],
      [scaled(blush, 0.6), clouds(next, 0.15, 0.7, 0.3)],
    ],
    gloss: between(next, 0.3, 0.7),
  }
}

/** Coat of an animal: one colour or patches, with the direction of the hair. */
export function coat(next: Random): Material {
  const color = pick(next, [
    oklch(0.45, 0.07, 55),
    oklch(0.62, 0.08, 65),
    oklch(0.3, 0.02, 50),
    oklch(0.88, 0.02, 85),
    oklch(0.55, 0.02, 250),
    oklch(0.55, 0.11, 50),
  ])
  const other = pick(next, [oklch(0.92, 0.015, 85), oklch(0.22, 0.02, 50), scaled(color, 0.6)])
  const marking = pick<Layer[]>(next, [
    [],
    [[other, clouds(next, 0.55, 0.1, 0.06)]],
    [[other, stripes(0.15, 0.16, 0.4, 0.12)]],
    [[other, spots(next, 0.2, 0.3)]],
    [[oklch(0.93, 0.01, 85), fade(0.1, 0.6)]],
  ])
  return {
    color,
    layers: [...marking, [scaled(color, 0.5), streaks(next, 0.018, 5)]],
    bump: [streaks(next, 0.025, 4), 0.006],
    gloss: 0.05,
  }
}

/** Green of leaves, or autumn. */
export function foliage(next: Random): Color {
  return chance(next, 0.72)
    ? oklch(between(next, 0.4, 0.65), between(next, 0.08, 0.14), between(next, 118, 148))
    : oklch(between(next, 0.45, 0.7), 0.13, between(next, 35, 95))
}
