import {
  type Command,
  newObject,
  type ObjectPatch,
  type ObjectRecord,
  type PromptRecord,
} from '../../document/index.ts'
import type { GuidanceChannel } from '../../guidance/index.ts'
import { Mask } from '../../mask/index.ts'
import type { ProbabilityMap, SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import { cutAt } from '../editing/threshold.ts'
import type { BrushSize } from './brush.ts'
import { Draft, type Purpose } from './draft.ts'
import type { ToolHost } from './host.ts'
import { NewestFirst } from './newest-first.ts'
import type { EditedMask } from './tool.ts'
import { fields, isComplete, maskOf, type Work, withNetwork, workOn } from './work.ts'

/** What is worked on: a draft, or the one object that is selected. */
export type Target = {
  readonly id: string
  readonly work: Work
  readonly classId: string | null
  readonly draft: Draft | null
}

type Question = {
  readonly id: string
  readonly prompt: PromptRecord
  readonly previous: Mask | null
  /** Whether the point is still being dragged, so that another question is likely to follow. */
  readonly live: boolean
}

/** Network answers that are kept for the threshold, 64 kB each. */
const keptAnswers = 50

/**
 * What all tools work on. It knows drafts from objects of the document, asks the network, and sees to it that every
 * gesture becomes one step of the draft or one command.
 */
export class Workbench {
  readonly host: ToolHost
  #draft: Draft | null = null
  /** Accepted drafts whose mask is on its way. */
  readonly #finishing = new Map<string, { readonly draft: Draft; readonly classId: string | null }>()
  /** Objects whose prompt was changed and whose mask is on its way, and what the history will say. */
  readonly #pending = new Map<string, { readonly verb: string; readonly work: Work }>()
  /** What is shown in place of the target's work while a gesture lasts. */
  #preview: { readonly id: string; readonly work: Work } | null = null
  readonly #questions = new Map<string, NewestFirst<Question, SegmentAnswer>>()
  readonly #answers = new Map<string, ProbabilityMap>()
  #others: { objects: ToolHost['objects']; without: string; mask: Mask } | null = null
  #cutting: { readonly id: string; readonly value: number; readonly done: boolean } | null = null

  readonly #brush: BrushSize

  constructor(host: ToolHost, brush: BrushSize) {
    this.host = host
    this.#brush = brush
  }

  get draft(): Draft | null {
    return this.#draft
  }

  /** What gestures change; null when there is no draft, and not just one object that is selected and unlocked. */
  get target(): Target | null {
    const target = this.#storedTarget()
    return target && this.#preview?.id === target.id ? { ...target, work: this.#preview.work } : target
  }

  #storedTarget(): Target | null {
    const { objects, selection, classId } = this.host
    if (this.#draft) return { id: this.#draft.id, work: this.#draft.work, classId, draft: this.#draft }
    const object = selection.length === 1 ? objects[selection[0]!] : undefined
    if (!object || object.locked) return null
    const work = this.#pending.get(object.id)?.work ?? workOn(object)
    return { id: object.id, work, classId: object.class, draft: null }
  }

  /** The mask to be drawn in place of the target's, or as the draft's. */
  get edited(): EditedMask | null {
    const { target } = this
    return target?.work.mask ? { id: target.id, mask: target.work.mask, classId: target.classId } : null
  }

  /** Whether an answer about the target is awaited. */
  get waiting(): boolean {
    const { target } = this
    return target !== null && this.#questions.get(target.id)?.waiting === true
  }

  // Gestures

  /** Begins a draft. One that is there is accepted. */
  begin(purpose?: Purpose): Draft {
    this.accept()
    this.#draft = new Draft(purpose)
    if (!purpose || purpose.kind === 'new') this.host.select([])
    return this.#draft
  }

  /** Shows work that is not complete yet. */
  show(work: Work): void {
    const target = this.#storedTarget()
    if (!target) return
    this.#preview = { id: target.id, work: this.#claimed(target.id, work) }
    this.host.changed()
  }

  /** Forgets what `show` has shown. */
  hide(): void {
    this.#preview = null
    this.host.changed()
  }

  /** Work that is complete, as one step. The verb is for the history: "Brush on apple". */
  change(verb: string, work: Work): void {
    const target = this.#storedTarget()
    this.#preview = null
    if (!target) return
    const done = this.#claimed(target.id, work)
    if (target.draft) target.draft.push(done)
    else if (this.#pending.has(target.id)) this.#pending.set(target.id, { verb, work: done })
    else this.#commitChange(target.id, verb, done)
    this.#keep()
  }

  /** Another prompt while a point is dragged: shown at once, with masks as they come. */
  drag(prompt: PromptRecord): void {
    const target = this.target
    if (!target) return
    this.show({ ...target.work, prompt })
    if (isComplete(prompt)) this.#ask(target, prompt, true)
  }

  /** Another prompt, as one step; the mask follows when the network has answered. */
  prompt(verb: string, prompt: PromptRecord): void {
    const target = this.target
    if (!target) return
    const work = { ...target.work, prompt }
    this.#preview = null
    if (target.draft) target.draft.push(work)
    else if (isComplete(prompt)) this.#pending.set(target.id, { verb, work })
    else this.change(verb, work)
    if (isComplete(prompt)) this.#ask(target, prompt, false)
    this.#keep()
  }

  /** Asks the network again about the clicks or the box that are there. False when there are not enough of them. */
  again(): boolean {
    const { target } = this
    if (!target || !isComplete(target.work.prompt)) return false
    this.prompt('Fit again', { ...target.work.prompt })
    return true
  }

  /** Puts the draft into the document; what has too few clicks to be an object goes. False when nothing was accepted. */
  accept(): boolean {
    const draft = this.#draft
    if (!draft) return false
    this.#draft = null
    this.#preview = null
    const finishing = { draft, classId: this.host.classId }
    const waits = this.#questions.get(draft.id)?.waiting === true
    if (waits) this.#finishing.set(draft.id, finishing)
    else if (draft.work.mask) this.#commitDraft(finishing)
    this.#keep()
    return waits || draft.work.mask !== null
  }

  /** Takes the draft's last step back; false when there is none. */
  back(): boolean {
    if (!this.#draft?.back()) return false
    this.#preview = null
    this.#keep()
    return true
  }

  forward(): boolean {
    if (!this.#draft?.forward()) return false
    this.#keep()
    return true
  }

  /** Puts the draft away; false without one. */
  discard(): boolean {
    if (!this.#draft) return false
    this.#questions.get(this.#draft.id)?.cancel()
    this.#draft = null
    this.#preview = null
    this.#keep()
    return true
  }

  /** Leaves the photo: what has a mask is kept as an object, what has not as a draft. */
  leave(): void {
    for (const questions of this.#questions.values()) questions.cancel()
    for (const [id, { verb, work }] of this.#pending) this.#commitChange(id, verb, work)
    const unfinished = [...this.#finishing.values()]
    if (this.#draft && !this.#draft.work.mask)
      unfinished.push({ draft: this.#draft, classId: this.host.classId })
    else if (this.#draft) this.#commitDraft({ draft: this.#draft, classId: this.host.classId })
    this.#draft = null
    this.#finishing.clear()
    this.#pending.clear()
    this.#questions.clear()
    this.#preview = null
    this.host.draft(save(unfinished))
  }

  /** Takes up what `host.draft` was given before. */
  restore(json: unknown): void {
    if (!Array.isArray(json)) return
    const drafts = json.flatMap(({ draft, classId }) => {
      const restored = Draft.restore(draft)
      return restored ? [{ draft: restored, classId: typeof classId === 'string' ? classId : null }] : []
    })
    for (const [k, finishing] of drafts.entries()) {
      const { draft } = finishing
      if (k === drafts.length - 1) this.#draft = draft
      else this.#finishing.set(draft.id, finishing)
      const { prompt, mask } = draft.work
      if (isComplete(prompt) && !mask)
        this.#ask({ id: draft.id, work: draft.work, classId: finishing.classId, draft }, prompt, false)
    }
    this.host.changed()
  }

  /** Changes masks one by one, all as one step: that of the draft, or those of all objects that are selected. */
  async edit(verb: string, change: (mask: Mask) => Mask | Promise<Mask>): Promise<void> {
    const { host } = this
    if (this.#draft) {
      const { work } = this.#draft
      if (work.mask) this.change(verb, { ...work, mask: await change(work.mask) })
      return
    }
    const objects = host.selection.flatMap(id => host.objects[id] ?? []).filter(({ locked }) => !locked)
    const changes: { id: string; patch: ObjectPatch }[] = []
    for (const object of objects) {
      const work = workOn(object)
      if (!work.mask) continue
      const mask = await change(work.mask)
      const { mask: record, edited } = fields(this.#claimed(object.id, { ...work, mask }))
      if (!mask.equals(work.mask)) changes.push({ id: object.id, patch: { mask: record!, edited: edited! } })
    }
    const [first] = objects
    const name = changes.length === 1 ? host.nameOf(first!.class) : `${changes.length} objects`
    if (changes.length > 0) host.commit({ type: 'changeObjects', label: `${verb} on ${name}`, changes })
    else if (objects.length > 0) host.notice(`${verb}: nothing to change.`)
  }

  // The threshold

  /** The target cut at another probability, from the network's answer; asked for when it is not there any more. */
  threshold(id: string, value: number, done: boolean): void {
    const target = this.#storedTarget()
    const answer = this.#answers.get(id)
    if (target?.id !== id || !this.host.preset) return
    if (!answer) {
      this.#cutting = { id, value, done }
      if (isComplete(target.work.prompt) && !this.waiting) this.#ask(target, target.work.prompt, false)
      return
    }
    this.#cutting = null
    const network = cutAt(answer, this.host.preset, this.host.image, value)
    const { work } = withNetwork({ ...target.work, threshold: value }, network, this.#discRadius)
    if (done) this.change(`Threshold ${Math.round(100 * value)} %`, work)
    else this.show(work)
  }

  /** The target's threshold some steps higher or lower, as a step of its own. */
  nudgeThreshold(step: number): void {
    const { target } = this
    const threshold = target?.work.threshold
    if (!target || threshold == null) return
    const value = Math.round(100 * (threshold + step)) / 100
    this.threshold(target.id, Math.min(Math.max(value, 0.05), 0.95), true)
  }

  // The network

  #ask({ id, work }: Target, prompt: PromptRecord, live: boolean): void {
    let questions = this.#questions.get(id)
    if (!questions) {
      questions = new NewestFirst<Question, SegmentAnswer>(
        (question, signal) => this.host.segment(requestOf(question, this.host.preset), signal),
        (question, answer) => this.#answered(question, answer),
        (question, error) => this.#failed(question, error),
      )
      this.#questions.set(id, questions)
    }
    questions.ask({ id, prompt, previous: corrects(prompt) ? work.mask : null, live })
  }

  #answered({ id, prompt }: Question, answer: SegmentAnswer): void {
    if (answer.probability) this.#remember(id, answer.probability)
    let forcedSome = 0
    const network = Mask.fromRle(answer.mask)
    const { model, threshold, doubt } = answer
    const complete = (work: Work): Work => {
      const cut = withNetwork({ ...work, model, threshold, doubt }, network, this.#discRadius)
      forcedSome = cut.forced
      return this.#claimed(id, cut.work)
    }
    if (this.#preview?.id === id) this.#preview = { id, work: complete(this.#preview.work) }
    if (this.#draft?.id === id) this.#draft.answer(prompt, complete)
    const finishing = this.#finishing.get(id)
    if (finishing?.draft.answer(prompt, complete) && !this.#questions.get(id)?.waiting) {
      this.#finishing.delete(id)
      this.#commitDraft(finishing)
    }
    const pending = this.#pending.get(id)
    if (pending?.work.prompt === prompt) {
      this.#pending.delete(id)
      this.#commitChange(id, pending.verb, complete(pending.work))
    }
    if (forcedSome > 0)
      this.host.notice(
        this.#takesCorrections
          ? 'The network would not follow the correction, so a small disc was painted there.'
          : 'This model takes no corrections, so a dab of the brush was painted there.',
      )
    if (this.#cutting?.id === id && answer.probability) {
      const { value, done } = this.#cutting
      this.#cutting = null
      this.threshold(id, value, done)
    }
    this.#keep()
  }

  #failed({ id, prompt, live }: Question, error: unknown): void {
    if (live) return
    const finishing = this.#finishing.get(id)
    if (finishing) {
      this.#finishing.delete(id)
      this.#commitDraft(finishing)
    }
    const pending = this.#pending.get(id)
    if (pending?.work.prompt === prompt) this.#pending.delete(id)
    this.#cutting = null
    if (!(error instanceof DOMException && error.name === 'AbortError'))
      this.host.notice(error instanceof Error ? error.message : String(error), 'error')
    this.#keep()
  }

  #remember(id: string, map: ProbabilityMap): void {
    this.#answers.delete(id)
    this.#answers.set(id, map)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > keptAnswers) this.#answers.delete(oldest!)
  }

  /** Of the disc that makes a correction be obeyed: as small as can be seen, or the brush when the model takes none. */
  get #discRadius(): number {
    return this.#takesCorrections ? Math.max(2, 4 / this.host.scale) : this.#brush.radius
  }

  get #takesCorrections(): boolean {
    const channels = this.host.preset?.channels
    return !channels || ['include', 'exclude'].every(channel => channels.some(known => known === channel))
  }

  // The document

  #commitDraft({ draft, classId }: { readonly draft: Draft; readonly classId: string | null }): void {
    const { host } = this
    const { purpose, work } = draft
    if (purpose.kind === 'new') {
      const z = Object.values(host.objects).reduce((highest, object) => Math.max(highest, object.z + 1), 0)
      const object = newObject({
        id: draft.id,
        image: host.image.id,
        class: classId,
        z,
        ...fields(work),
        box: work.mask ? null : boxOf(work.prompt),
      })
      host.commit({ type: 'addObjects', label: `Add ${host.nameOf(classId)}`, objects: [object] })
      return
    }
    const object = host.objects[purpose.object]
    if (!object || !work.mask) return
    const before = workOn(object)
    const isPart = purpose.kind === 'add'
    const mask = isPart
      ? (before.mask?.union(work.mask) ?? work.mask)
      : (before.mask?.difference(work.mask) ?? null)
    this.#commitChange(object.id, isPart ? 'Add a part' : 'Cut out', { ...before, mask })
  }

  #commitChange(id: string, verb: string, work: Work): void {
    const object = this.host.objects[id]
    if (!object) return
    const patch = Object.fromEntries(
      Object.entries(fields(work)).filter(
        ([field, value]) => !same(object[field as keyof ObjectRecord], value),
      ),
    )
    const label = `${verb} on ${this.host.nameOf(object.class)}`
    const command: Command = { type: 'changeObjects', label, changes: [{ id, patch }] }
    if (Object.keys(patch).length > 0) this.host.commit(command)
  }

  /** Without the pixels of other objects, when the person asked for that. */
  #claimed(id: string, work: Work): Work {
    if (!this.host.claimPixels || !work.mask) return work
    const { objects, image } = this.host
    if (this.#others?.objects !== objects || this.#others.without !== id) {
      const masks = Object.values(objects).flatMap(object =>
        object.id === id || object.hidden ? [] : (maskOf(object) ?? []),
      )
      this.#others = { objects, without: id, mask: Mask.unionOf(masks, image) }
    }
    const others = this.#others.mask
    return { ...work, mask: work.mask.difference(others), network: work.network?.difference(others) ?? null }
  }

  /** Hands over what is not finished. */
  #keep(): void {
    const unfinished = [...this.#finishing.values()]
    if (this.#draft && !this.#draft.isEmpty)
      unfinished.push({ draft: this.#draft, classId: this.host.classId })
    this.host.draft(save(unfinished))
    this.host.changed()
  }
}

/** Clicks of kinds that the model has no channel for stay here. */
function requestOf({ id, prompt, previous, live }: Question, preset: ToolHost['preset']): SegmentRequest {
  const takes = (channel: GuidanceChannel) => !preset || preset.channels.includes(channel)
  return {
    key: id,
    prompt: {
      points: [...prompt.points],
      ...(prompt.box && { box: prompt.box }),
      ...(takes('include') && { include: [...prompt.include] }),
      ...(takes('exclude') && { exclude: [...prompt.exclude] }),
    },
    probability: !live,
    ...(previous && takes('previous') && { previous: previous.toRle() }),
  }
}

const save = (unfinished: readonly { readonly draft: Draft; readonly classId: string | null }[]) =>
  unfinished.length > 0 ? unfinished.map(({ draft, classId }) => ({ draft: draft.save(), classId })) : null

/** Corrections and further points build on the mask that is there. */
const corrects = ({ points, include, exclude }: PromptRecord) =>
  points.length > 4 || include.length + exclude.length > 0

function boxOf({ points, box }: PromptRecord): ObjectRecord['box'] {
  const xs = [...points.map(point => point.x), ...(box ? [box.x0, box.x1] : [])]
  const ys = [...points.map(point => point.y), ...(box ? [box.y0, box.y1] : [])]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 }
}

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
