import { type Random, random } from '../src/image/index.ts'
import { between, chance, pick, whole } from './choose.ts'
import { type Color, mix, oklch } from './color.ts'
import { kinds as allKinds } from './kinds/index.ts'
import type { Lens } from './lens.ts'
import type { Light } from './light.ts'
import type { Backdrop, Shadow, Spot, Stage } from './setting.ts'
import { settings } from './settings/index.ts'
import type { Kind, Pose, Shape } from './shape.ts'

export type { Shadow } from './setting.ts'

/** An object in its place, in picture heights. */
export type Placed = {
  /** Its number, from 1; a larger number is in front. */
  readonly id: number
  readonly kind: string
  readonly shape: Shape
  readonly x: number
  readonly y: number
  /** What is one unit in the object. */
  readonly scale: number
  readonly angle: number
  readonly mirrored: boolean
  readonly blur: number
  /** Stands on the ground at y = 1 of its shape. */
  readonly grounded: boolean
  readonly shadows: readonly Shadow[]
}

/** Everything a picture shows, free of any resolution. */
export type Scene = {
  readonly backdrop: Backdrop
  readonly light: Light
  readonly lens: Lens
  readonly shadowsOnGroundOnly: boolean
  /** From back to front. */
  readonly objects: readonly Placed[]
}

export type SceneOptions = {
  readonly seed: number
  /** Width divided by height; the same seed gives the same scene only for the same aspect. */
  readonly aspect: number
  /** How many objects; by default from 1 to 9. */
  readonly objects?: number
  /** Names of the kinds to draw from; by default all. */
  readonly kinds?: readonly string[]
  /** The name of the place; by default any that suits the kinds. */
  readonly setting?: string
}

/**
 * Draws a scene from a seed.
 *
 * @throws RangeError for an unknown kind or setting, a count outside 0 to 254, or when the setting has no place for any of the kinds
 */
export function compose({ seed, aspect, objects, kinds, setting }: SceneOptions): Scene {
  if (objects !== undefined && !(Number.isInteger(objects) && objects >= 0 && objects <= 254))
    throw new RangeError(`scene: ${objects} objects, expected a whole number from 0 to 254`)
  const wanted = kinds === undefined ? allKinds : kinds.map(kindNamed)
  const next = random(seed, 1)
  const place = chooseSetting(next, wanted, setting)
  const stage = place.make(next, aspect)
  const count = objects ?? Math.min(9, 1 + Math.floor(3 * -Math.log(1 - 0.95 * next())))
  const shy = chance(next, 0.2)
  const placed: (Omit<Placed, 'id'> & { order: number })[] = []
  for (let i = 0; i < count; i++)
    placed.push(placeObject(random(seed, 2, i), stage, place.poses, wanted, placed, shy))
  placed.sort((a, b) => a.order - b.order)
  return {
    backdrop: stage.backdrop,
    light: stage.light,
    lens: chooseLens(next, seed),
    shadowsOnGroundOnly: stage.shadowsOnGroundOnly,
    objects: placed.map(({ order: _, ...object }, i) => ({ id: i + 1, ...object })),
  }
}

function kindNamed(name: string): Kind {
  const kind = allKinds.find(k => k.name === name)
  if (kind === undefined)
    throw new RangeError(`scene: no kind "${name}", expected one of ${allKinds.map(k => k.name).join(', ')}`)
  return kind
}

function chooseSetting(
  next: Random,
  kinds: readonly Kind[],
  name: string | undefined,
): (typeof settings)[number] {
  const named = name === undefined ? settings : settings.filter(s => s.name === name)
  if (named.length === 0)
    throw new RangeError(
      `scene: no setting "${name}", expected one of ${settings.map(s => s.name).join(', ')}`,
    )
  const fitting = named.filter(s => kinds.some(kind => kind.poses.some(pose => s.poses.includes(pose))))
  if (fitting.length === 0)
    throw new RangeError(
      `scene: no place in setting "${name}" for any of ${kinds.map(k => k.name).join(', ')}`,
    )
  const weighted = fitting.flatMap(s => Array.from({ length: s.weight }, () => s))
  return pick(next, weighted)
}

/** The spot, of several tried, that crowds the objects already there least while still touching some now and then. */
function placeObject(
  next: Random,
  stage: Stage,
  held: readonly Pose[],
  kinds: readonly Kind[],
  others: readonly { x: number; y: number; scale: number }[],
  shy: boolean,
): Omit<Placed, 'id'> & { order: number } {
  const poses = held.filter(pose => kinds.some(kind => kind.poses.includes(pose)))
  const pose = pick(next, poses)
  const kind = pick(
    next,
    kinds.filter(k => k.poses.includes(pose)),
  )
  const allowed = between(next, 0.35, 1.1)
  let spot: Spot = stage.spot(next, pose)
  for (let tries = 0; tries < 12 && crowds(spot, others, allowed); tries++) spot = stage.spot(next, pose)
  const size = kind.size ?? 1
  const foot = spot.y + spot.scale
  const scale = spot.scale * size
  const resized = { ...spot, scale, y: pose === 'standing' ? foot - scale : spot.y }
  const mirrored = chance(next, 0.5)
  const turned = kind.upright && pose === 'lying' ? { ...resized, angle: 0.25 * spot.angle } : resized
  const paint = () => paintFrom(next, stage.around, shy)
  return {
    kind: kind.name,
    shape: kind.make({ next, paint }),
    x: turned.x,
    y: turned.y,
    scale: turned.scale,
    angle: turned.angle,
    mirrored,
    blur: turned.blur,
    grounded: pose === 'standing',
    shadows: stage.shadows(turned, mirrored),
    order: turned.order,
  }
}

function crowds(
  spot: Spot,
  others: readonly { x: number; y: number; scale: number }[],
  allowed: number,
): boolean {
  return others.some(o => Math.hypot(o.x - spot.x, o.y - spot.y) < allowed * (o.scale + spot.scale))
}

/** Any colour a thing may be painted; among shy things, one close to what is behind them. */
function paintFrom(next: Random, around: Color, shy: boolean): Color {
  const free = oklch(between(next, 0.3, 0.92), Math.min(0.2, 0.02 + 0.2 * next()), 360 * next())
  return shy ? mix(around, free, between(next, 0.05, 0.25)) : free
}

function chooseLens(next: Random, seed: number): Lens {
  const warmth = between(next, -0.06, 0.06)
  return {
    exposure: between(next, 0.62, 0.95),
    vignette: between(next, 0, 0.4),
    grain: 0.6 + 3.5 * next() ** 3,
    saturation: chance(next, 0.03) ? 0 : between(next, 0.85, 1.15),
    balance: [1 + warmth, 1 - warmth],
    seed: whole(random(seed, 3), 0, 2 ** 31),
  }
}
