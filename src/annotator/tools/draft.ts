import * as v from 'valibot'
import { newId, type PromptRecord } from '../../document/index.ts'
import { Mask } from '../../mask/index.ts'
import { nothing, type Work } from './work.ts'

/** What becomes of a draft that is accepted: an object of its own, or a part of one that is there, or a hole in it. */
export type Purpose =
  | { readonly kind: 'new' }
  | { readonly kind: 'add' | 'subtract'; readonly object: string }

/** An object that is not in the document yet. Its steps can be taken back one by one. */
export class Draft {
  readonly id: string
  readonly purpose: Purpose
  readonly #steps: Work[]
  #at = 0

  constructor(purpose: Purpose = { kind: 'new' }, first: Work = nothing, id: string = newId()) {
    this.id = id
    this.purpose = purpose
    this.#steps = [first]
  }

  get work(): Work {
    return this.#steps[this.#at]!
  }

  /** The work as it was a step before; null at the first step. */
  get before(): Work | null {
    return this.#steps[this.#at - 1] ?? null
  }

  /** Steps that were taken back are forgotten. */
  push(work: Work): void {
    this.#steps.splice(++this.#at, this.#steps.length, work)
  }

  /** The step that has a prompt gets the answer to it; false when it is gone. */
  answer(prompt: PromptRecord, complete: (work: Work) => Work): boolean {
    let found = false
    this.#steps.forEach((work, k) => {
      if (work.prompt !== prompt) return
      this.#steps[k] = complete(work)
      found = true
    })
    return found
  }

  /** False at the first step. */
  back(): boolean {
    if (this.#at === 0) return false
    this.#at--
    return true
  }

  forward(): boolean {
    if (this.#at === this.#steps.length - 1) return false
    this.#at++
    return true
  }

  /** Whether it has neither clicks nor pixels. */
  get isEmpty(): boolean {
    const { prompt, mask } = this.work
    return prompt.points.length === 0 && !prompt.box && !mask
  }

  /** As JSON, without the steps that led here. */
  save(): object {
    const { prompt, mask, network, model, threshold, doubt } = this.work
    const rle = (pixels: Mask | null) => pixels?.toRle() ?? null
    return {
      id: this.id,
      purpose: this.purpose,
      prompt,
      mask: rle(mask),
      network: rle(network),
      model,
      threshold,
      doubt,
    }
  }

  /** @returns null for what `save` did not write */
  static restore(json: unknown): Draft | null {
    const parsed = v.safeParse(savedDraft, json)
    if (!parsed.success) return null
    const { id, purpose, mask, network, ...rest } = parsed.output
    const decode = (rle: typeof mask) => rle && Mask.fromRle(rle)
    return new Draft(purpose, { ...rest, mask: decode(mask), network: decode(network) }, id)
  }
}

const points = v.array(v.strictObject({ x: v.number(), y: v.number() }))
const rle = v.nullable(v.strictObject({ size: v.strictTuple([v.number(), v.number()]), counts: v.string() }))
const savedDraft = v.strictObject({
  id: v.string(),
  purpose: v.variant('kind', [
    v.strictObject({ kind: v.literal('new') }),
    v.strictObject({ kind: v.picklist(['add', 'subtract']), object: v.string() }),
  ]),
  prompt: v.strictObject({
    points,
    box: v.exactOptional(v.strictObject({ x0: v.number(), y0: v.number(), x1: v.number(), y1: v.number() })),
    include: points,
    exclude: points,
  }),
  mask: rle,
  network: rle,
  model: v.nullable(v.string()),
  threshold: v.nullable(v.number()),
  doubt: v.nullable(v.number()),
})
