import { apply, type Command, type Document, invert, type ObjectRecord } from '../../document/index.ts'
import type { Preset } from '../../guidance/index.ts'
import type { Point } from '../../image/index.ts'
import { Mask, stroke } from '../../mask/index.ts'
import type { ProbabilityMap, SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import { Editor } from './editor.ts'
import type { ToolHost } from './host.ts'
import type { PointerInput } from './tool.ts'
import { maskOf } from './work.ts'

const size = { width: 200, height: 100 }
const image = {
  id: 'image0000000',
  path: 'a.jpg',
  hash: '',
  state: 'todo',
  note: '',
  missing: false,
  ...size,
} as const
const apple = { id: 'class0000000', name: 'apple', color: 0, order: 0 }

/**
 * An editor without a page, for tests: it is driven by clicks and keys, on a photo of 200 × 100, and the network
 * answers with the box around the points, or with what `answer` says.
 */
export class TestEditor {
  document: Document = { images: { [image.id]: image }, objects: {}, classes: { [apple.id]: apple } }
  readonly commands: Command[] = []
  readonly requests: SegmentRequest[] = []
  readonly notices: string[] = []
  selection: readonly string[] = []
  claimPixels = false
  scale = 1
  preset: Preset | null = null
  /** What the network says of every pixel, when it is asked for. */
  probability: ProbabilityMap | undefined
  kept: unknown = null
  answer: (request: SegmentRequest) => Mask = request => boxAround(request)
  /** Answers are held back while this is set; `release` gives them, oldest first. */
  slow = false
  readonly #held: (() => void)[] = []
  readonly editor: Editor

  constructor() {
    const host = {
      image,
      classId: apple.id,
      nameOf: (id: string | null) => (id === null ? 'object' : this.document.classes[id]!.name),
      select: (ids: readonly string[]) => {
        this.selection = ids
      },
      hover: () => {},
      segment: (request: SegmentRequest, signal: AbortSignal) => this.#segment(request, signal),
      commit: (command: Command) => {
        this.document = apply(this.document, command)
        this.commands.push(command)
      },
      draft: (value: unknown) => {
        this.kept = JSON.parse(JSON.stringify(value))
      },
      notice: (text: string) => this.notices.push(text),
      changed: () => {},
    }
    Object.defineProperties(host, {
      objects: { get: () => this.document.objects },
      selection: { get: () => this.selection },
      scale: { get: () => this.scale },
      claimPixels: { get: () => this.claimPixels },
      preset: { get: () => this.preset },
    })
    this.editor = new Editor(host as unknown as ToolHost)
  }

  get objects(): ObjectRecord[] {
    return Object.values(this.document.objects)
  }

  /** The masks of all objects, in the order in which they were made. */
  get masks(): Mask[] {
    return this.objects.map(object => maskOf(object)!)
  }

  /** The mask that is worked on. */
  get edited(): Mask | undefined {
    return this.editor.bench.edited?.mask
  }

  use(tool: string): this {
    this.editor.use(tool)
    return this
  }

  down(x: number, y: number, options: Partial<PointerInput> = {}): this {
    return this.#pointer('down', { x, y }, options)
  }

  move(x: number, y: number, options: Partial<PointerInput> = {}): this {
    return this.#pointer('move', { x, y }, options)
  }

  up(x: number, y: number, options: Partial<PointerInput> = {}): this {
    return this.#pointer('up', { x, y }, options)
  }

  click(x: number, y: number, options: Partial<PointerInput> = {}): this {
    return this.move(x, y).down(x, y, options).up(x, y, options)
  }

  /** Four clicks around a box. */
  extremes(x0: number, y0: number, x1: number, y1: number): this {
    const [x, y] = [(x0 + x1) >> 1, (y0 + y1) >> 1]
    return this.click(x0, y).click(x, y0).click(x1, y).click(x, y1)
  }

  drag(
    from: readonly [number, number],
    to: readonly [number, number],
    options: Partial<PointerInput> = {},
  ): this {
    return this.down(...from, options)
      .move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, options)
      .move(...to, options)
      .up(...to, options)
  }

  press(key: string, options: { shift?: boolean; alt?: boolean; repeat?: boolean } = {}): this {
    const input = { key, shift: false, alt: false, repeat: false, ...options }
    this.editor.keyDown(input, { x: 100, y: 50 })
    this.editor.keyUp(input)
    return this
  }

  /** The document's newest command undone. */
  undoDocument(): this {
    const command = this.commands.pop()!
    const before = this.commands.reduce(apply, { ...this.document, objects: {} })
    this.document = apply(this.document, invert(before, command))
    return this
  }

  /** Waits until the network has answered what it was asked. */
  async settled(): Promise<this> {
    for (let k = 0; k < 10; k++) await Promise.resolve()
    return this
  }

  /** Gives the oldest answer that was held back. */
  async release(): Promise<this> {
    this.#held.shift()?.()
    return this.settled()
  }

  #pointer(type: PointerInput['type'], point: Point, options: Partial<PointerInput>): this {
    this.editor.pointer({
      type,
      point,
      button: 'left',
      pressed: false,
      shift: false,
      alt: false,
      clicks: 1,
      ...options,
    })
    return this
  }

  async #segment(request: SegmentRequest, signal: AbortSignal): Promise<SegmentAnswer> {
    this.requests.push(request)
    if (this.slow) await new Promise<void>(resolve => this.#held.push(resolve))
    signal.throwIfAborted()
    const mask = this.answer(request)
    const milliseconds = { open: 0, crop: 0, network: 0, paste: 0, total: 0 }
    const about = { box: mask.box ?? null, doubt: 0.1, threshold: 0.5, model: 'test', milliseconds }
    const probability = request.probability ? this.probability : undefined
    return { mask: mask.toRle(), ...about, ...(probability && { probability }) }
  }
}

/** All pixels of the box around the points of a request. */
function boxAround({ prompt: { points, box } }: Pick<SegmentRequest, 'prompt'>): Mask {
  const xs = [...points.map(point => point.x), ...(box ? [box.x0, box.x1] : [])]
  const ys = [...points.map(point => point.y), ...(box ? [box.y0, box.y1] : [])]
  return rectangle(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

export function rectangle(x0: number, y0: number, x1: number, y1: number): Mask {
  return Mask.fromPolygons([[x0, y0, x1 + 1, y0, x1 + 1, y1 + 1, x0, y1 + 1]], size)
}

export const disc = (x: number, y: number, radius: number): Mask => stroke([{ x, y }], radius, size)
