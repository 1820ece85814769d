import type { Random } from '../../src/image/index.ts'
import { middleExtremePoints } from '../../src/mask/index.ts'
import type { Work } from './annotator-page.ts'
import type { Effort } from './costs.ts'
import type { Hand, Tool } from './hand.ts'
import {
  type Channels,
  firstTrust,
  type Move,
  type MoveKind,
  movesOn,
  networkMoves,
  type Trust,
} from './moves.ts'
import { planPolygon } from './polygon-plan.ts'
import { type Subject, scoreOf } from './subject.ts'

/** How an object was labelled. */
export type Labelled = {
  readonly reached: boolean
  readonly iou: number
  /** IoU before any correction. */
  readonly first: number
  readonly effort: Effort
  /** What was done about it, and the IoU after each. */
  readonly corrections: readonly { readonly kind: MoveKind; readonly iou: number }[]
  /** Clicks that made the object. */
  readonly clicks: number
}

/** After so many corrections a person gives up. */
const patience = 25
/** How much of what people expect of a move the last one decides. */
const learning = 0.15
/** People aim at a little more than they need. */
const beyond = 0.004

/**
 * Four extreme points, then corrections, whatever is cheapest.
 *
 * @param experience  what came of the network's moves on the objects before; it grows
 */
export async function byExtremePoints(
  hand: Hand,
  subject: Subject,
  channels: Channels,
  experience: Trust,
): Promise<Labelled> {
  const { box } = subject.truth
  await hand.zoomTo(box!)
  const [left, right, top, bottom] = middleExtremePoints(subject.truth.toBitmap(box))
  const landed = []
  for (const point of [top, left, bottom, right]) landed.push(await hand.click(point))
  const work = await hand.look()
  checkLanding(work, landed)
  return finish(hand, subject, channels, experience, 'extreme', work, 4)
}

/** A polygon from scratch, then corrections by hand. */
export async function byPolygon(hand: Hand, subject: Subject, next: Random): Promise<Labelled> {
  await hand.zoomTo(subject.truth.box!)
  const rings = planPolygon(subject, hand.view.scale, next)
  let clicks = 0
  for (const [k, { corners, cuts }] of rings.entries()) {
    const draw = async () => {
      for (const corner of corners) await hand.click(corner)
    }
    if (k === 0) await draw()
    else await hand.holding(cuts ? 'Alt' : 'Shift', draw)
    hand.decide()
    await hand.key('Enter')
    clicks += corners.length
  }
  const work = await hand.see()
  if (work && scoreOf(work.mask, subject) < subject.wanted) hand.decide()
  return finish(hand, subject, { corrections: false }, { ...firstTrust }, 'polygon', work, clicks)
}

/** Corrects until it is good, accepts, and takes up the tool for the next object. */
async function finish(
  hand: Hand,
  subject: Subject,
  channels: Channels,
  experience: Trust,
  tool: Tool,
  made: Work | undefined,
  clicks: number,
): Promise<Labelled> {
  const { wanted } = subject
  const corrections: { kind: MoveKind; iou: number }[] = []
  const trust: Trust = { ...experience }
  let work = made
  let score = work ? scoreOf(work.mask, subject) : 0
  const first = score
  while (work && score < wanted && corrections.length < patience) {
    const move = cheapest(movesOn(work, subject, hand, trust, channels), score, wanted + beyond)
    if (!move) break
    await move.make()
    let after: Work | undefined = await hand.look()
    let reached = after ? scoreOf(after.mask, subject) : 0
    const { kind } = move
    const before = trust[kind]
    const share = (reached - score) / (move.score - score)
    trust[kind] = Math.min(trust[kind] * Math.min(Math.max(share, 0.1), 1.5), 1)
    const isClick = networkMoves.some(one => one === kind)
    // What it put right of what it could, 0 to 1.
    const worth = Math.min(Math.max(share * before, 0), 1)
    if (isClick) experience[kind] += learning * (worth - experience[kind])
    if (reached < score + (isClick ? 0.001 : -0.001)) {
      // It did not help: back.
      for (let k = 0; k < move.steps; k++) await hand.key('Control+z')
      after = await hand.look()
      reached = after ? scoreOf(after.mask, subject) : 0
    }
    corrections.push({ kind: move.kind, iou: reached })
    work = after
    score = reached
  }
  if (tool === 'extreme') await hand.key('Enter')
  await hand.use(tool)
  return { reached: score >= wanted, iou: score, first, effort: hand.effort, corrections, clicks }
}

/** The move that promises the goal in the shortest time, if what is left took as long again. */
function cheapest(moves: readonly Move[], now: number, aim: number): Move | undefined {
  const time = ({ seconds, score }: Move) => seconds * Math.max(1, (aim - now) / (score - now))
  const useful = moves.filter(({ score }) => score > now + 1e-4)
  return useful.toSorted((a, b) => time(a) - time(b))[0]
}

/** @throws Error when the page does not have the points where the hand has set them: then nothing can be said */
function checkLanding(work: Work | undefined, landed: readonly { x: number; y: number }[]): void {
  if (!work) throw new Error('effort: after four clicks the server knows of no draft')
  const points = work.prompt?.points ?? []
  if (points.length !== landed.length) return
  const off = points.map(({ x, y }, k) => Math.max(Math.abs(x - landed[k]!.x), Math.abs(y - landed[k]!.y)))
  if (Math.max(...off) > 1.01)
    throw new Error(
      `effort: points landed up to ${Math.max(...off).toFixed(1)} pixels from where they were set; the stage lies otherwise than bench/effort/view.ts has it ${JSON.stringify([points, landed])}`,
    )
}
