import { setTimeout as pause } from 'node:timers/promises'
import { type Box, normal, type Point, type Random, type Size } from '../../src/image/index.ts'
import type { AnnotatorPage, Work } from './annotator-page.ts'
import { clickDeviation, Effort, strokeSeconds } from './costs.ts'
import { notch, notchFactor, toPhoto, toStage, type View, wholePhoto, zoomPlace } from './view.ts'

/** Presses that follow sooner and nearer are a double click; people are slower than this script. */
const doubleClickTime = 400
const doubleClickReach = 8

/** An object is looked at larger when the root of its box's area is shorter on the screen, and then as long as this. */
const smallOnScreen = 150
const largeOnScreen = 250

/** A brush is this wide on the screen until its size is chosen, then as wide on the photo; see src/annotator/tools/brush.ts. */
const firstRadius = 14

/** A radius in pixels of the photo after some steps, which may be negative. */
export function resizedRadius(radius: number, steps: number): number {
  return Math.min(Math.max(radius * 1.25 ** steps, 0.5), 500)
}

/** A hand on the mouse and one on the keys: acts on the page as a person does, misses as a person does, and counts. */
export class Hand {
  readonly effort = new Effort()
  readonly stage: Size
  tool: Tool
  /** Of the brush, in pixels of the photo, once it was changed. */
  chosenRadius: number | undefined
  view: View
  readonly #desk: AnnotatorPage
  readonly #photo: Size
  readonly #corner: Point
  readonly #next: Random
  #pressed = { time: 0, at: { x: 0, y: 0 } }
  #acted = 0

  private constructor(
    desk: AnnotatorPage,
    photo: Size,
    stage: Size & { readonly left: number; readonly top: number },
    view: View,
    tool: Tool,
    chosenRadius: number | undefined,
    next: Random,
  ) {
    this.#desk = desk
    this.#photo = photo
    this.tool = tool
    this.stage = stage
    this.#corner = { x: stage.left, y: stage.top }
    this.view = view
    this.chosenRadius = chosenRadius
    this.#next = next
  }

  /** Before the whole photo, with a tool in hand. */
  static async take(
    desk: AnnotatorPage,
    photo: Size,
    tool: Tool,
    chosenRadius: number | undefined,
    next: Random,
  ): Promise<Hand> {
    await desk.page.keyboard.press('0')
    await desk.page.keyboard.press(toolKeys[tool])
    await desk.idle()
    const stage = await desk.stage()
    return new Hand(
      desk,
      photo,
      stage,
      wholePhoto(photo, stage, await desk.percent()),
      tool,
      chosenRadius,
      next,
    )
  }

  /** Of the brush, in pixels of the photo. */
  get radius(): number {
    return this.chosenRadius ?? firstRadius / this.view.scale
  }

  decide(): void {
    this.effort.decisions++
  }

  /** Presses a key, or several at once as in "Shift+J". */
  async key(name: string): Promise<void> {
    this.effort.keys += name.split('+').length
    this.#acted = performance.now()
    await this.#desk.page.keyboard.press(name)
  }

  /** Takes up a tool, unless it is in hand already. */
  async use(tool: Tool): Promise<void> {
    if (this.tool === tool) return
    await this.key(toolKeys[tool])
    this.tool = tool
  }

  /** Makes the brush larger, or smaller for a negative number, step by step. */
  async resizeBrush(steps: number): Promise<void> {
    for (let k = 0; k < Math.abs(steps); k++) await this.key(steps > 0 ? ']' : '[')
    this.chosenRadius = resizedRadius(this.radius, steps)
  }

  /** Enlarges a small object with the wheel. */
  async zoomTo(box: Box): Promise<void> {
    const size = Math.sqrt((box.x1 - box.x0 + 1) * (box.y1 - box.y0 + 1)) * this.view.scale
    if (size >= smallOnScreen) return
    let notches = Math.ceil(Math.log(largeOnScreen / size) / Math.log(notchFactor))
    const place = () => zoomPlace(this.view, box, this.stage, notchFactor ** notches)
    while (notches > 0 && !place()) notches--
    const middle = place()
    if (!middle) return
    const at = this.#rounded(middle)
    this.decide()
    this.effort.points++
    const { mouse } = this.#desk.page
    await this.#move(at)
    for (let k = 0; k < notches; k++) {
      this.effort.keys++
      await mouse.wheel(0, -100)
      this.view = notch(this.view, at)
    }
    await this.#desk.idle()
    const percent = await this.#desk.percent()
    if (Math.abs(percent - 100 * this.view.scale) > 1)
      throw new Error(
        `effort: after ${notches} notches the page shows ${percent} %, expected ${(100 * this.view.scale).toFixed(1)} %`,
      )
  }

  /** Clicks at a place of the photo, or near it. @returns where that was; beside the photo is its edge */
  async click(place: Point, button: 'left' | 'right' = 'left'): Promise<Point> {
    this.effort.clicks++
    const at = await this.#point(place)
    await this.#press(at, button)
    await this.#release(button)
    const { x, y } = toPhoto(this.view, at)
    const { width, height } = this.#photo
    return { x: Math.min(Math.max(x, 0), width - 1), y: Math.min(Math.max(y, 0), height - 1) }
  }

  /** Takes hold of what is at a place exactly, as a hand does that sees a handle light up, and lets go near another. */
  async drag(from: Point, to: Point, pointing = true): Promise<void> {
    this.effort.clicks++
    const at = this.#rounded(toStage(this.view, from))
    if (pointing) this.effort.points++
    await this.#move(at)
    await this.#press(at, 'left')
    await this.#point(to, 6)
    await this.#release('left')
  }

  /** Draws along a line, with the button down. */
  async stroke(line: readonly Point[], button: 'left' | 'right' = 'left'): Promise<void> {
    const [first, ...rest] = line
    this.effort.clicks++
    const at = await this.#point(first!)
    await this.#press(at, button)
    const points = [at]
    for (const place of rest) points.push(await this.#point(place, 8))
    this.effort.points -= rest.length
    this.effort.strokes += strokeSeconds(rest.length, lengthOf(points))
    await this.#release(button)
  }

  /** Holds a key for as long as something is done. */
  async holding(key: 'Shift' | 'Alt', act: () => Promise<unknown>): Promise<void> {
    this.effort.keys++
    await this.#desk.page.keyboard.down(key)
    await act()
    await this.#desk.page.keyboard.up(key)
  }

  /** Waits for what comes of it. */
  async see(): Promise<Work | undefined> {
    await this.#desk.idle()
    this.effort.waiting += (performance.now() - this.#acted) / 1000
    return this.#desk.work()
  }

  /** Waits for what comes of it, and decides how to go on. */
  look(): Promise<Work | undefined> {
    this.decide()
    return this.see()
  }

  /** Moves the pointer to a place of the photo, as exactly as a hand can, and not off the stage. */
  async #point(place: Point, steps = 1): Promise<Point> {
    this.effort.points++
    const { x, y } = toStage(this.view, place)
    const at = this.#rounded({
      x: x + clickDeviation * normal(this.#next),
      y: y + clickDeviation * normal(this.#next),
    })
    await this.#move(at, steps)
    return at
  }

  async #press(at: Point, button: 'left' | 'right'): Promise<void> {
    const { time, at: before } = this.#pressed
    const since = performance.now() - time
    if (since < doubleClickTime && Math.hypot(at.x - before.x, at.y - before.y) < doubleClickReach)
      await pause(doubleClickTime - since)
    this.#pressed = { time: performance.now(), at }
    this.#acted = performance.now()
    await this.#desk.page.mouse.down({ button })
  }

  async #move(at: Point, steps = 1): Promise<void> {
    const { x, y } = this.#onPage(at)
    await this.#desk.page.mouse.move(x, y, { steps })
  }

  #onPage({ x, y }: Point): Point {
    return { x: this.#corner.x + x, y: this.#corner.y + y }
  }

  async #release(button: 'left' | 'right'): Promise<void> {
    this.#acted = performance.now()
    await this.#desk.page.mouse.up({ button })
  }

  /** A place on the stage as mice tell it: in whole pixels of the page. */
  #rounded({ x, y }: Point): Point {
    const { width, height } = this.stage
    return {
      x: Math.round(Math.min(Math.max(x, 1), width - 2) + this.#corner.x) - this.#corner.x,
      y: Math.round(Math.min(Math.max(y, 1), height - 2) + this.#corner.y) - this.#corner.y,
    }
  }
}

export const toolKeys = { extreme: 'x', brush: 'b', lasso: 's', polygon: 'p' } as const
export type Tool = keyof typeof toolKeys

export function lengthOf(line: readonly Point[]): number {
  return line.slice(1).reduce((sum, { x, y }, k) => sum + Math.hypot(x - line[k]!.x, y - line[k]!.y), 0)
}
