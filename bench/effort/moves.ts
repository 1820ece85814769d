import type { PromptRecord } from '../../src/document/index.ts'
import type { Box, Point } from '../../src/image/index.ts'
import {
  components,
  dilate,
  erode,
  fillHoles,
  largestError,
  Mask,
  nearestRimPixel,
  stroke,
} from '../../src/mask/index.ts'
import type { Work } from './annotator-page.ts'
import { clickDeviation, costs, strokeSeconds } from './costs.ts'
import { type Hand, lengthOf, resizedRadius, type Tool } from './hand.ts'
import { type Distances, distancesTo, simplifiedLine, wayThrough } from './strokes.ts'
import { errorsOf, forbidden, type Subject, scoreOf } from './subject.ts'

// What a person may do about a mask that is not good enough, each with the time that it would take and what it
// promises. Moves by hand are foreseen but for the hand's tremor; of what the network will make of a click a person has
// a notion only, which grows with what came of the clicks before.

export const networkMoves = ['include', 'exclude', 'further point', 'drag a point', 'threshold'] as const
export const handMoves = ['brush', 'eraser', 'lasso', 'one key'] as const
export type NetworkMove = (typeof networkMoves)[number]
export type MoveKind = NetworkMove | (typeof handMoves)[number]

/** Of what a move could put right, the share that is expected. */
export type Trust = Record<MoveKind, number>

/** What somebody expects who has never used the tool. */
export const firstTrust: Trust = {
  include: 0.6,
  exclude: 0.6,
  'further point': 0.5,
  'drag a point': 0.5,
  threshold: 0.2,
  brush: 1,
  eraser: 1,
  lasso: 1,
  'one key': 1,
}

export type Move = {
  readonly kind: MoveKind
  readonly seconds: number
  /** IoU that is expected afterwards. */
  readonly score: number
  /** How many steps the page takes it for. */
  readonly steps: number
  make(): Promise<unknown>
}

/** Which clicks the loaded model takes beside extreme points. */
export type Channels = { readonly corrections: boolean }

/** How many of the largest wrong regions of either kind are thought about. */
const regarded = 2
/** Steps of the brush's size that are thought about. */
const brushSteps = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 3]
/** How near to the outline a click counts as on it, in pixels of the screen; see tools/prompt-editing.ts. */
const outlineReach = 6

const ofPointing = costs.point + costs.click

/** Everything that a person thinks of. */
export function movesOn(work: Work, subject: Subject, hand: Hand, trust: Trust, channels: Channels): Move[] {
  const now = scoreOf(work.mask, subject)
  return [
    ...(work.prompt && work.prompt.points.length >= 4
      ? networkMovesOn(work.mask, work.prompt, subject, hand, channels)
      : []),
    ...strokesOn(work.mask, subject, hand),
    ...lassosOn(work.mask, subject, hand),
    ...keysOn(work.mask, subject, hand),
  ].map(move => ({ ...move, score: now + trust[move.kind] * (move.score - now) }))
}

function networkMovesOn(
  mask: Mask,
  prompt: PromptRecord,
  subject: Subject,
  hand: Hand,
  { corrections }: Channels,
): Move[] {
  const { truth, ignored } = subject
  const moves: Move[] = []
  const toTool = timeToUse('extreme', hand)
  const add = (
    kind: NetworkMove,
    region: Mask,
    missed: boolean,
    seconds: number,
    steps: number,
    make: Move['make'],
  ) => {
    const mended = missed ? mask.union(region) : mask.difference(region)
    moves.push({
      kind,
      seconds: costs.decide + (kind === 'threshold' ? 0 : toTool) + seconds,
      score: scoreOf(mended, subject),
      steps,
      make: async () => {
        if (kind !== 'threshold') await hand.use('extreme')
        await make()
      },
    })
  }

  const error = largestError(mask, truth, ignored)
  if (!error) return []
  const { missed, region, middle } = error
  if (corrections) {
    const kind = missed ? 'include' : 'exclude'
    add(kind, region, missed, ofPointing, 1, () => hand.click(middle, missed ? 'left' : 'right'))
  }

  // A key lets the whole mask grow or shrink to what the network was less or more sure of.
  const wrong = errorsOf(mask, subject)
  const grows = wrong.missed.area > wrong.leaked.area
  add('threshold', grows ? wrong.missed : wrong.leaked, grows, 2 * costs.key, 1, () =>
    hand.key(grows ? 'Shift+}' : 'Shift+{'),
  )

  // A point belongs on the true outline. Where that is too far from the mask's, a click would be something else: it is
  // set on the mask's outline and dragged.
  const place = nearestRimPixel(truth, middle)
  const onMask = mask.area > 0 ? nearestRimPixel(mask, place) : place
  const isNear = apart(place, onMask) * hand.view.scale < outlineReach - clickDeviation
  if (isNear) add('further point', region, missed, ofPointing, 1, () => hand.click(place))
  else
    add('further point', region, missed, 2 * ofPointing, 2, async () => {
      const { x, y } = await hand.click(onMask)
      await hand.drag({ x: Math.round(x), y: Math.round(y) }, place, false)
    })

  // An extreme point that is visibly not where the object ends.
  const { x0, y0, x1, y1 } = truth.box!
  for (const point of prompt.points.slice(0, 4)) {
    const sides = [
      [x0 - point.x, 0],
      [x1 - point.x, 0],
      [0, y0 - point.y],
      [0, y1 - point.y],
    ] as const
    const [dx, dy] = sides.toSorted((a, b) => Math.hypot(...a) - Math.hypot(...b))[0]!
    const off = Math.hypot(dx, dy)
    if (off * hand.view.scale < 2 * clickDeviation) continue
    const target = nearestRimPixel(truth, { x: point.x + dx, y: point.y + dy })
    const around = stroke([point, target], 3 * off, truth)
    const near = region.intersection(around)
    if (near.area > 0)
      add('drag a point', near, missed, ofPointing + costs.point, 1, () => hand.drag(point, target))
  }
  return moves
}

function strokesOn(mask: Mask, subject: Subject, hand: Hand): Move[] {
  const { missed, leaked } = errorsOf(mask, subject)
  const { forPaint, forEraser } = forbidden(subject)
  const window = windowAround(mask.union(subject.truth))
  const toTool = timeToUse('brush', hand)
  const moves: Move[] = []
  const consider = (regions: readonly Mask[], allowed: Distances, paints: boolean) => {
    for (const region of regions) {
      const distances = distancesTo(region, window)
      for (const steps of brushSteps) {
        const radius = resizedRadius(hand.radius, steps)
        const way = wayThrough(distances, allowed, radius)
        if (way.length === 0) continue
        for (const share of [0.15, 0.5]) {
          const line = simplifiedLine(way, Math.max(share * radius, 2 / hand.view.scale))
          const painted = stroke(line, radius, mask)
          const after = paints ? mask.union(painted) : mask.difference(painted)
          moves.push({
            kind: paints ? 'brush' : 'eraser',
            seconds:
              costs.decide +
              toTool +
              costs.key * Math.abs(steps) +
              ofPointing +
              strokeSeconds(line.length - 1, lengthOf(line) * hand.view.scale),
            score: scoreOf(after, subject),
            steps: 1,
            make: async () => {
              await hand.use('brush')
              await hand.resizeBrush(steps)
              await hand.stroke(line, paints ? 'left' : 'right')
            },
          })
        }
      }
    }
  }
  if (missed.area > 0) consider(largest(missed), distancesTo(forPaint, window), true)
  if (leaked.area > 0) consider(largest(leaked), distancesTo(forEraser, window), false)
  return moves
}

/** The box of a mask with room for the brush around it. */
function windowAround({ box, width, height }: Mask): Box {
  const { x0, y0, x1, y1 } = box!
  const room = 40
  return {
    x0: Math.max(0, x0 - room),
    y0: Math.max(0, y0 - room),
    x1: Math.min(width - 1, x1 + room),
    y1: Math.min(height - 1, y1 + room),
  }
}

function lassosOn(mask: Mask, subject: Subject, hand: Hand): Move[] {
  const { missed, leaked } = errorsOf(mask, subject)
  const toTool = timeToUse('lasso', hand)
  const moves: Move[] = []
  const consider = (region: Mask, adds: boolean) => {
    for (const pixels of [2, 4, 8]) {
      const [part] = region.contours({ tolerance: pixels / hand.view.scale })
      const corners = pointsOf(part!.outer)
      if (corners.length < 3) continue
      const inside = Mask.fromPolygons([part!.outer], mask)
      const after = adds ? mask.union(inside) : mask.difference(inside)
      moves.push({
        kind: 'lasso',
        seconds:
          costs.decide +
          toTool +
          costs.key +
          ofPointing +
          strokeSeconds(corners.length - 1, lengthOf(corners) * hand.view.scale),
        score: scoreOf(after, subject),
        steps: 1,
        make: async () => {
          await hand.use('lasso')
          await hand.holding(adds ? 'Shift' : 'Alt', () => hand.stroke(corners))
        },
      })
    }
  }
  for (const region of largest(missed)) consider(region, true)
  for (const region of largest(leaked)) consider(region, false)
  return moves
}

/** What one key does to the whole mask. */
const edits: readonly (readonly [key: string, change: (mask: Mask) => Mask])[] = [
  ['Shift+J', mask => fillHoles(mask)],
  ['Shift+>', mask => dilate(mask, 1)],
  ['Shift+<', mask => erode(mask, 1)],
]

function keysOn(mask: Mask, subject: Subject, hand: Hand): Move[] {
  return edits.map(([key, change]) => ({
    kind: 'one key',
    seconds: costs.decide + costs.key * key.split('+').length,
    score: scoreOf(change(mask), subject),
    steps: 1,
    make: () => hand.key(key),
  }))
}

const timeToUse = (tool: Tool, hand: Hand) => (hand.tool === tool ? 0 : costs.key)

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

/** The largest connected regions. */
const largest = (wrong: Mask): Mask[] =>
  components(wrong)
    .toSorted((a, b) => b.area - a.area)
    .slice(0, regarded)

/** The corners of a ring, where whole numbers are corners of pixels, as places whose whole numbers are their centres. */
export function pointsOf(ring: readonly number[]): Point[] {
  const points: Point[] = []
  for (let k = 0; k < ring.length; k += 2) points.push({ x: ring[k]! - 0.5, y: ring[k + 1]! - 0.5 })
  return points
}
