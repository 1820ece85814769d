import type { Random } from '../src/image/index.ts'
import type { Color } from './color.ts'
import type { Distance } from './distance.ts'
import type { Pattern } from './pattern.ts'

/** How a part reflects light. */
export type Material = {
  readonly color: Color
  /** Colours laid over it in order, each where its pattern shows. */
  readonly layers?: readonly (readonly [Color, Pattern])[]
  /** 0 dull to 1 glazed: strength and sharpness of highlights. */
  readonly gloss?: number
  /** Mirrors its surroundings in its own colour. */
  readonly metal?: boolean
  /** Small relief: a pattern read as height, and how high it stands, in units of the shape. */
  readonly bump?: readonly [Pattern, number]
}

/** The part of a surface normal that lies in the picture, of length at most 1, written in place. */
export type Tilt = [number, number]

/** Writes the tilt at (x, y), where the part's distance is d; `distance` answers around that place. */
export type Relief = (out: Tilt, x: number, y: number, d: number, distance: Distance) => void

/** One piece of an object: where it is, how it bulges, what it is made of. */
export type Part = {
  readonly distance: Distance
  readonly relief: Relief
  readonly material: Material
}

/**
 * An object in its own coordinates: parts from back to front, within about the unit circle; what stands
 * upright rests on y = 1.
 */
export type Shape = readonly Part[]

/** What a kind of object draws from: its own random numbers, and colours that suit the picture. */
export type Maker = {
  readonly next: Random
  /** A colour for a thing that may have any; now and then close to the background's. */
  readonly paint: () => Color
}

/** How objects of a kind are found: seen from above on a surface, upright on the ground, in the air, in water. */
export type Pose = 'lying' | 'standing' | 'floating' | 'swimming'

export type Kind = {
  readonly name: string
  readonly poses: readonly Pose[]
  /** Least and greatest size beside other kinds; 1 is ordinary. */
  readonly size?: number
  /** Lying objects of one kind that show a front (a fish, a bird) are not turned upside down. */
  readonly upright?: boolean
  readonly make: (maker: Maker) => Shape
}

/** A part that bulges from its edge like a cushion over a width of `bevel`, and is flat further in. */
export function part(distance: Distance, material: Material, bevel = 0.1): Part {
  return { distance, material, relief: cushion(bevel) }
}

/** A part whose relief is given. */
export function formed(distance: Distance, relief: Relief, material: Material): Part {
  return { distance, relief, material }
}

/** Flat as paper. */
export const flat: Relief = out => {
  out[0] = 0
  out[1] = 0
}

/** A quarter circle of radius `bevel` along the edge. */
function cushion(bevel: number): Relief {
  const step = Math.max(1e-3, bevel / 50)
  return (out, x, y, d, distance) => {
    const depth = Math.max(0, -d) / bevel
    if (depth >= 1) {
      out[0] = 0
      out[1] = 0
      return
    }
    const lean = 1 - depth
    out[0] = (lean * (distance(x + step, y) - d)) / step
    out[1] = (lean * (distance(x, y + step) - d)) / step
  }
}

/** An ellipsoid around (cx, cy). */
export function ball(cx: number, cy: number, a: number, b = a): Relief {
  return (out, x, y) => {
    out[0] = (x - cx) / a
    out[1] = (y - cy) / b
  }
}

/** A body of any outline around the origin, swelling evenly from its edge to the middle. */
export function swelling(radius: number, power = 1.6): Relief {
  return (out, x, y, d, distance) => {
    const r = Math.sqrt(x * x + y * y) + 1e-6
    const lean = Math.max(0, 1 + Math.max(d, -radius) / radius) ** power
    const ax = distance(x + 0.01, y) - d
    const ay = distance(x, y + 0.01) - d
    out[0] = lean * (0.5 * (ax / 0.01) + (0.5 * x) / r)
    out[1] = lean * (0.5 * (ay / 0.01) + (0.5 * y) / r)
  }
}

/** A body turned around the vertical axis. */
export function turnedRelief(body: { at(y: number): number; slope(y: number): number }): Relief {
  return (out, x, y) => {
    const slope = body.slope(y)
    const length = Math.sqrt(1 + slope * slope)
    out[0] = Math.min(1, Math.max(-1, x / Math.max(1e-6, body.at(y)))) / length
    out[1] = -slope / length
  }
}
