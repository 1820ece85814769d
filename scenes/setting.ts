import type { Random } from '../src/image/index.ts'
import type { Color, Mixable } from './color.ts'
import type { Light } from './light.ts'
import type { Pose } from './shape.ts'

/**
 * Writes the light that comes from behind all objects at (x, y) of the picture: y from 0 at its upper edge to 1
 * at its lower, x to the right in the same units. `pixel` is the width of a pixel.
 */
export type Backdrop = (out: Mixable, x: number, y: number, pixel: number) => void

/** A place for an object: its centre, its size (what is one unit in the object), and how it is held. */
export type Spot = {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly pose: Pose
  readonly angle: number
  /** Width of the lens blur there, in picture heights. */
  readonly blur: number
  /** Objects are painted in rising order. */
  readonly order: number
}

/** How an object's shadow falls. */
export type Shadow = {
  /** From the picture to the object: u = a x + b y + c, v = d x + e y + f. */
  readonly map: readonly [number, number, number, number, number, number]
  /** The object's units per picture height, for the softness. */
  readonly scale: number
  /** Half width of its edge, in picture heights. */
  readonly softness: number
  readonly strength: number
  /** Nothing is darkened above this line of the picture. */
  readonly above: number
  /** Softer and weaker away from the foot of what stands upright. */
  readonly fades: boolean
}

/** A place with its light, ready for objects. */
export type Stage = {
  readonly light: Light
  readonly backdrop: Backdrop
  /** The colour an object would have to have to be hard to see. */
  readonly around: Color
  /** Shadows lie on the ground behind all objects, rather than on whatever is below each. */
  readonly shadowsOnGroundOnly: boolean
  spot(next: Random, pose: Pose): Spot
  shadows(spot: Spot, mirrored: boolean): readonly Shadow[]
}

/** A kind of place, drawn from a stream of random numbers for a picture `aspect` times as wide as high. */
export type Setting = (next: Random, aspect: number) => Stage

/** The shadow of something that lies on the picture's plane, thrown by (dx, dy). */
export function thrownShadow(
  spot: Spot,
  mirrored: boolean,
  dx: number,
  dy: number,
  softness: number,
  strength: number,
): Shadow {
  const flip = mirrored ? -1 : 1
  const cos = Math.cos(spot.angle) / spot.scale
  const sin = Math.sin(spot.angle) / spot.scale
  const x = spot.x + dx
  const y = spot.y + dy
  return {
    map: [flip * cos, flip * sin, -flip * (cos * x + sin * y), -sin, cos, sin * x - cos * y],
    scale: 1 / spot.scale,
    softness,
    strength,
    above: Number.NEGATIVE_INFINITY,
    fades: false,
  }
}

/**
 * The shadow of something upright that falls along the ground: a point h above the foot throws it to
 * (h · lean, h · reach) from the foot, in the picture (reach is negative where it falls away from the viewer).
 */
export function groundShadow(
  spot: Spot,
  mirrored: boolean,
  lean: number,
  reach: number,
  softness: number,
  strength: number,
  above: number,
): Shadow {
  const flip = (mirrored ? -1 : 1) / spot.scale
  const foot = spot.y + spot.scale
  // With h = (y - foot) / reach: u = flip (x - lean h - spot.x), v = 1 - h / scale.
  return {
    map: [
      flip,
      (-flip * lean) / reach,
      flip * ((lean * foot) / reach - spot.x),
      0,
      -1 / (reach * spot.scale),
      1 + foot / (reach * spot.scale),
    ],
    scale: 1 / spot.scale,
    softness,
    strength,
    above,
    fades: true,
  }
}
