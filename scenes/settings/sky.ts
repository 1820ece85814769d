import type { Random } from '../../src/image/index.ts'
import { between, chance } from '../choose.ts'
import { blend, type Color, copy, type Mixable, mix, near, oklch } from '../color.ts'
import { fractal, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'

export type Sky = {
  readonly zenith: Color
  readonly haze: Color
  readonly cloud: Color
  readonly shade: Color
  readonly overcast: number
  readonly cover: number
  readonly at: readonly [number, number]
}

/** Clear, clouded, overcast or evening. */
export function sky(next: Random): Sky {
  const evening = chance(next, 0.25)
  const overcast = chance(next, 0.3) ? between(next, 0.7, 1) : between(next, 0, 0.35)
  const blue = evening ? near(next, [0.62, 0.08, 285]) : near(next, [0.66, 0.11, 248], [0.06, 0.03, 8])
  const low = evening ? near(next, [0.85, 0.11, 60], [0.04, 0.03, 15]) : near(next, [0.9, 0.03, 235])
  const grey = oklch(0.82, 0.012, 250)
  return {
    zenith: mix(blue, grey, overcast),
    haze: mix(low, grey, overcast * 0.8),
    cloud: evening ? oklch(0.9, 0.06, 55) : oklch(0.98, 0.005, 90),
    shade: evening ? oklch(0.6, 0.06, 320) : oklch(0.75, 0.015, 255),
    overcast,
    cover: between(next, -0.35, 0.5),
    at: offset(next),
  }
}

/** The sky at a place of the picture, clouds flatter towards the horizon. */
export function paintSky(out: Mixable, sky: Sky, x: number, y: number, detail: number): void {
  copy(out, sky.zenith)
  blend(out, sky.haze, smoothstep(-0.1, 0.75, y))
  const [ox, oy] = sky.at
  const u = x * 1.6 + ox
  const v = y * 3.2 + oy
  const body = fractal(u, v, 2.4 * detail, 6, 0.52)
  const dense = smoothstep(sky.cover - 0.15, sky.cover + 0.5, body)
  if (dense === 0) return
  const lit = smoothstep(-0.35, 0.35, body - fractal(u, v - 0.18, 4 * detail, 4, 0.52))
  blend(out, sky.shade, dense * 0.85)
  blend(out, sky.cloud, dense * (0.35 + 0.65 * lit))
}
