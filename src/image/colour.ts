import type { Planes } from './planes.ts'
import type { Random } from './random.ts'

/** How colours change; 1 (for hue 0) leaves them as they are. Applied in the order given here. */
export type ColourChange = {
  /** Factors of red, green and blue. */
  readonly gains: readonly [number, number, number]
  /** Rotation of the colour circle, in degrees; greys stay grey. */
  readonly hue: number
  /** Factor of the distance from grey. */
  readonly saturation: number
  /** Factor of the distance from middle grey. */
  readonly contrast: number
  /** Factor of all values. */
  readonly brightness: number
  /** Exponent of the values, as parts of 255; more than 1 darkens. */
  readonly gamma: number
}

/**
 * Changes red, green and blue (0 to 255) in place and limits them to 0 to 255. Black stays black, since it is
 * what lies outside a photo.
 */
export function changeColours({ width, height, data }: Planes, change: ColourChange): void {
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = colourMatrix(change)
  const offset = 127.5 * (1 - change.contrast) * change.brightness
  const steps = 8 // of the curve, for each grey level
  const curve = Float32Array.from(
    { length: 255 * steps + 1 },
    (_, i) => 255 * (i / steps / 255) ** change.gamma,
  )
  const finish = (v: number) => curve[Math.round(steps * Math.min(Math.max(v, 0), 255))]!
  const plane = width * height
  for (let r = 0, g = plane, b = 2 * plane; r < plane; r++, g++, b++) {
    const red = data[r]!
    const green = data[g]!
    const blue = data[b]!
    if (red === 0 && green === 0 && blue === 0) continue
    data[r] = finish(rr * red + rg * green + rb * blue + offset)
    data[g] = finish(gr * red + gg * green + gb * blue + offset)
    data[b] = finish(br * red + bg * green + bb * blue + offset)
  }
}

type Matrix = [number, number, number, number, number, number, number, number, number]

const luma = [0.213, 0.715, 0.072]
// A quarter turn of the colour circle at constant luma: the sine part of hueRotate in SVG's feColorMatrix.
const quarterTurn = [-0.213, -0.715, 0.928, 0.143, 0.14, -0.283, -0.787, 0.715, 0.072]

/** What is linear in a change, row by row. */
function colourMatrix({ gains, hue, saturation, contrast, brightness }: ColourChange): Matrix {
  const cos = saturation * Math.cos((hue * Math.PI) / 180)
  const sin = saturation * Math.sin((hue * Math.PI) / 180)
  return quarterTurn.map((turn, i) => {
    const row = Math.floor(i / 3)
    const column = i % 3
    const grey = luma[column]!
    const mixed = grey + cos * ((row === column ? 1 : 0) - grey) + sin * turn
    return brightness * contrast * mixed * gains[column]!
  }) as Matrix
}

/** The largest changes, to both sides: of factors as parts of 1, of the hue in degrees. */
export type ColourSpread = { readonly [key in keyof ColourChange]: number }

export function randomColours(next: Random, spread: ColourSpread): ColourChange {
  const between = (largest: number) => largest * (2 * next() - 1)
  return {
    gains: [1 + between(spread.gains), 1 + between(spread.gains), 1 + between(spread.gains)],
    hue: between(spread.hue),
    saturation: 1 + between(spread.saturation),
    contrast: 1 + between(spread.contrast),
    brightness: 1 + between(spread.brightness),
    gamma: 1 + between(spread.gamma),
  }
}
