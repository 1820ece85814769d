import type { ObjectRecord } from '../../document/index.ts'
import type { Box, Point, Size } from '../../image/index.ts'
import type { Mask } from '../../mask/index.ts'
import type { Application } from '../app/application.ts'
import type { StageControls, Zoom } from '../app/stage-controls.ts'
import { photoAddress } from '../client/addresses.ts'
import { keyOf } from '../keys/key.ts'
import { classNameOf } from '../state/objects.ts'
import type { State } from '../state/types.ts'
import {
  cornersOf,
  Editor,
  extentOf,
  extentOfObject,
  handlesOf,
  maskOf,
  type ToolHost,
} from '../tools/index.ts'
import { fetchPhoto } from './fetch-photo.ts'
import { type CanvasPointer, type GestureTarget, listenToGestures } from './gestures.ts'
import { labelsOf } from './labels.ts'
import { classColour, shownMask, styleOf, withDetail } from './look.ts'
import type { ShownMask } from './masks-layer.ts'
import { PhotoLevels } from './photo-levels.ts'
import { type Overlay, Picture } from './picture.ts'
import {
  fitted,
  pan,
  resized,
  showBox,
  toPhoto,
  toScreen,
  type Viewport,
  zoomAt,
  zoomTo,
} from './viewport.ts'

/** Light blue, on photos of all themes. */
const accent = '#6aa8ff'
const zoomStep = 1.25
/** Rest before the vertices of an outline are counted, in milliseconds. */
const rest = 120
/** How far from the edge of the stage the pointer of the arrow keys stays, in pixels of the page. */
const keysMargin = 40

/** The stage on the page: brings together the page's state, the tools, the picture and the events of its canvas. */
export class Stage implements StageControls, GestureTarget {
  readonly #app: Application
  readonly #canvas: HTMLCanvasElement
  readonly #editor: Editor
  readonly #picture: Picture
  readonly #end: (() => void)[] = []
  #view: Viewport | null = null
  #ratio = 1
  #size: Size = { width: 1, height: 1 }
  #photo: { readonly address: string; readonly controller: AbortController } | null = null
  #shown: State
  #edited: ShownMask | null = null
  /** Masks before their last change, of this visit to the photo. */
  readonly #before = new Map<string, Mask>()
  /** What the slider of the panel shows until it is let go. */
  #detail: { readonly id: string; readonly tolerance: number } | null = null
  #counting: ReturnType<typeof setTimeout> | undefined
  #spaceHeld = false

  constructor(app: Application, base: HTMLCanvasElement, over: HTMLCanvasElement) {
    this.#app = app
    this.#canvas = over
    this.#shown = app.store.getState()
    this.#editor = new Editor(this.#host())
    this.#picture = new Picture(base, over)
    this.#picture.setOverlay(() => this.#overlay())
    const watch = new ResizeObserver(() => this.#resize())
    watch.observe(over)
    const controller = new AbortController()
    addEventListener('keyup', event => this.#keyUp(event), { signal: controller.signal })
    addEventListener('blur', () => this.#letSpaceGo(), { signal: controller.signal })
    over.addEventListener('blur', () => delete over.dataset.pointer, { signal: controller.signal })
    this.#end.push(
      () => watch.disconnect(),
      () => controller.abort(),
      listenToGestures(over, () => this.#ratio, this),
      app.store.subscribe((state, before) => this.#follow(state, before)),
    )
    this.#resize()
    this.#editor.use(this.#shown.tool)
    this.#openPhoto()
    if (!this.#shown.loading) this.#editor.bench.restore(this.#shown.draft)
    this.#showMasks()
    app.stage = this
  }

  /** Takes the stage off the page. */
  close(): void {
    this.leave()
    for (const end of this.#end) end()
    clearTimeout(this.#counting)
    this.#photo?.controller.abort()
    this.#picture.stop()
    this.#app.stage = null
  }

  // For keys, actions and panels

  key(event: KeyboardEvent): boolean {
    const { image, mode } = this.#shown
    const target = event.target as Element
    const isElsewhere = target !== this.#canvas && target.closest('button, a, input, [tabindex], [role]')
    if (!image || event.ctrlKey || event.metaKey || isElsewhere || !this.#view) return false
    const middle = toPhoto(this.#view, { x: this.#view.width / 2, y: this.#view.height / 2 })
    const { key, shiftKey: shift, altKey: alt, repeat } = event
    if (key.startsWith('Arrow') && isTaken(this.#shown.keymap, event)) return false
    if (this.#editor.keyDown({ key, shift, alt, repeat }, middle)) {
      // The frame around the stage is for those who work by keys.
      if (this.#editor.keyboardCursor) delete this.#canvas.dataset.pointer
      this.#followKeys()
      return true
    }
    if (key !== ' ' || mode === 'review') return false
    this.#spaceHeld = true
    this.#canvas.style.cursor = 'grab'
    return true
  }

  undo(): boolean {
    return this.#editor.undo()
  }

  redo(): boolean {
    return this.#editor.redo()
  }

  accept(): boolean {
    return this.#editor.accept()
  }

  back(): boolean {
    return this.#editor.back()
  }

  discard(): boolean {
    return this.#editor.bench.discard()
  }

  leave(): void {
    if (this.#shown.image) this.#editor.leave()
  }

  edit(verb: string, change: (mask: Mask) => Mask | Promise<Mask>): Promise<void> {
    return this.#editor.bench.edit(verb, change)
  }

  lookAt(objectId: string): void {
    const object = this.#shown.objects[objectId]
    this.#lookAt(object && extentOfObject(object))
  }

  lookAtWork(): boolean {
    const { draft } = this.#editor.bench
    const object = this.#shown.objects[this.#shown.selection[0] ?? '']
    const box = draft ? extentOf(draft.work) : object && extentOfObject(object)
    this.#lookAt(box)
    return box !== undefined
  }

  #lookAt(box: Box | undefined): void {
    const { image } = this.#shown
    if (image && box) this.#setView(showBox(box, this.#size, image))
  }

  zoomTo(zoom: Zoom): void {
    const { image } = this.#shown
    if (!image || !this.#view) return
    if (zoom === 'fit') this.#setView(fitted(image, this.#size, this.#ratio))
    else if (zoom === 'actual') this.#setView(zoomTo(this.#view, this.#ratio, image))
    else {
      const factor = zoom === 'in' ? zoomStep : 1 / zoomStep
      const { pointerAt } = this.#editor
      const middle = { x: this.#view.width / 2, y: this.#view.height / 2 }
      this.#setView(zoomAt(this.#view, factor, pointerAt ? toScreen(this.#view, pointerAt) : middle, image))
    }
  }

  again(): boolean {
    return this.#editor.bench.again()
  }

  nudgeThreshold(step: number): void {
    this.#editor.bench.nudgeThreshold(step)
  }

  threshold(objectId: string, value: number, done: boolean): void {
    this.#editor.bench.threshold(objectId, value, done)
  }

  detail(objectId: string, tolerance: number, done: boolean): void {
    const object = this.#shown.objects[objectId]
    const mask = object && maskOf(object)
    if (!mask) return
    this.#detail = done ? null : { id: objectId, tolerance }
    if (done && tolerance !== object.detail)
      this.#app.commit({
        type: 'changeObjects',
        label: `Simplify outline of ${this.#nameOf(object.class)}`,
        changes: [{ id: objectId, patch: { detail: tolerance } }],
      })
    this.#tellOutline(objectId, mask, tolerance)
    this.#showMasks()
  }

  // For gestures

  pointer({ type, at, button, shift, alt, clicks }: CanvasPointer): void {
    if (!this.#view || !this.#shown.image) return
    this.#canvas.dataset.pointer = ''
    const point = toPhoto(this.#view, at)
    this.#editor.pointer({ type, point, button, pressed: false, shift, alt, clicks })
  }

  away(): void {
    this.#editor.away()
  }

  pan(dx: number, dy: number): void {
    const { image } = this.#shown
    if (this.#view && image) this.#setView(pan(this.#view, dx, dy, image))
  }

  zoom(factor: number, at: Point): void {
    const { image } = this.#shown
    if (this.#view && image) this.#setView(zoomAt(this.#view, factor, at, image))
  }

  resizeBrush(factor: number): void {
    this.#editor.brush.by(factor)
    this.#changed()
  }

  takesFinger(at: Point): boolean {
    return this.#view !== null && this.#editor.takesFinger(toPhoto(this.#view, at))
  }

  get panning(): boolean {
    return this.#spaceHeld
  }

  // What tools see

  #host(): ToolHost {
    const state = () => this.#shown
    const { store } = this.#app
    const stage = this
    return {
      get image() {
        return state().image!
      },
      get objects() {
        return state().objects
      },
      get selection() {
        return state().selection
      },
      get classId() {
        return state().classId
      },
      get claimPixels() {
        return state().view.claimPixels
      },
      get preset() {
        const { model } = state()
        return model.state === 'ready' ? model.preset : null
      },
      get scale() {
        return (stage.#view?.scale ?? 1) / stage.#ratio
      },
      nameOf: id => this.#nameOf(id),
      select: ids => {
        const { selection } = state()
        if (ids.length !== selection.length || ids.some((id, k) => id !== selection[k]))
          store.setState({ selection: [...ids] })
      },
      hover: id => {
        if (id !== state().hovered) store.setState({ hovered: id })
      },
      segment: (request, signal) => this.#app.segment(request, signal),
      commit: command => this.#app.commit(command),
      draft: value => this.#app.draft(value),
      notice: (text, tone) => this.#app.notice(text, tone),
      changed: () => this.#changed(),
    }
  }

  #nameOf(classId: string | null): string {
    return classId === null ? 'object' : classNameOf(this.#shown, classId)
  }

  // The page's state

  #follow(state: State, before: State): void {
    this.#shown = state
    if (state.image?.id !== before.image?.id) this.#change()
    if (state.image?.id !== before.image?.id || state.view.window !== before.view.window) this.#openPhoto()
    if (state.tool !== before.tool) this.#editor.use(state.tool)
    // Whoever takes up another object, in the list for instance, is done with the draft.
    if (state.selection !== before.selection && state.selection.length > 0) this.#editor.bench.accept()
    if (before.loading && !state.loading && state.image && !this.#editor.bench.draft)
      this.#editor.bench.restore(state.draft)
    if (state.objects !== before.objects && state.image?.id === before.image?.id)
      for (const [id, { mask }] of Object.entries(before.objects))
        if (mask && state.objects[id] && state.objects[id].mask !== mask)
          this.#before.set(id, maskOf(before.objects[id]!)!)
    const isSame = (
      ['objects', 'selection', 'hovered', 'classes', 'classId', 'view', 'hidden', 'before'] as const
    ).every(part => state[part] === before[part])
    if (!isSame) this.#showMasks()
    if (state.selection !== before.selection || state.objects !== before.objects) this.#countVertices()
  }

  /** Another photo is on the stage. */
  #change(): void {
    this.#before.clear()
    this.#detail = null
    this.#picture.clearMasks()
    const { image } = this.#shown
    if (image && image.width > 0) this.#setView(fitted(image, this.#size, this.#ratio))
  }

  #openPhoto(): void {
    const { image, view } = this.#shown
    const address = image && !image.missing ? photoAddress(image.id, view.window) : null
    if (address === (this.#photo?.address ?? null)) return
    this.#photo?.controller.abort()
    this.#picture.setPhoto(null)
    this.#photo = null
    if (!address || !image) return
    const controller = new AbortController()
    this.#photo = { address, controller }
    if (!this.#view) this.#setView(fitted(image, this.#size, this.#ratio))
    fetchPhoto(address, image.path, controller.signal).then(
      photo => {
        if (controller.signal.aborted) photo.close()
        else this.#picture.setPhoto(new PhotoLevels(photo))
      },
      (error: Error) => {
        if (!controller.signal.aborted) this.#app.notice(error.message, 'error')
      },
    )
  }

  // The picture

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    if (width === 0 || height === 0) return
    this.#ratio = devicePixelRatio
    this.#size = this.#picture.resize({ width, height }, this.#ratio)
    const { image } = this.#shown
    if (!image) return
    const isFirst = !this.#view || this.#view.width <= 1
    this.#setView(isFirst ? fitted(image, this.#size, this.#ratio) : resized(this.#view!, this.#size, image))
    this.#showMasks()
  }

  #setView(view: Viewport): void {
    this.#view = view
    this.#picture.setView(view)
    const zoom = view.scale / this.#ratio
    if (zoom !== this.#shown.zoom) this.#app.store.setState({ zoom })
  }

  /** The pointer or the work has changed: in most cases only what lies over the picture is to be drawn. */
  #changed(): void {
    const { edited, target } = this.#editor.bench
    const before = this.#edited
    if (edited?.mask !== before?.mask || edited?.id !== before?.id || (target && target.id !== before?.id))
      this.#showMasks()
    this.#picture.setOverlay(() => this.#overlay())
    this.#setCursor()
  }

  #showMasks(): void {
    const { objects, selection, hovered, classes, view, hidden, before } = this.#shown
    const edited = this.#editor.bench.edited
    const selected = new Set(selection)
    const shown = Object.values(objects)
      .filter(object => !object.hidden && object.id !== edited?.id)
      .sort((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1))
      .flatMap((object): ShownMask[] => {
        const mask = (before && this.#before.get(object.id)) || this.#shownMask(object)
        const emphasis = selected.has(object.id) ? 'selected' : hovered === object.id ? 'hovered' : 'plain'
        const style = styleOf(classColour(classes, object.class), view, emphasis, this.#ratio)
        return mask ? [{ id: object.id, mask, style }] : []
      })
    this.#edited = edited && {
      id: edited.id,
      mask: this.#editedMask(edited.id, edited.mask),
      style: styleOf(classColour(classes, edited.classId), view, 'selected', this.#ratio),
    }
    const boxes = Object.values(objects).flatMap(object =>
      object.box && !object.mask && !object.hidden
        ? [
            {
              box: cornersOf(object.box),
              colour: classColour(classes, object.class),
              isSelected: selected.has(object.id),
            },
          ]
        : [],
    )
    this.#picture.setBoxes(boxes)
    this.#picture.setMasks(shown, objects[edited?.id ?? '']?.hidden ? null : this.#edited, hidden)
    if (this.#edited && edited) this.#edited = { ...this.#edited, mask: edited.mask }
  }

  #shownMask(object: ObjectRecord): Mask | null {
    const mask = maskOf(object)
    return mask && this.#detail?.id === object.id
      ? withDetail(mask, this.#detail.tolerance)
      : shownMask(object)
  }

  /** The mask that is worked on: as it is, as it was before while that is asked for, or simplified by the slider. */
  #editedMask(id: string, mask: Mask): Mask {
    const object = this.#shown.objects[id]
    if (this.#shown.before) return this.#editor.bench.draft?.before?.mask ?? this.#before.get(id) ?? mask
    if (this.#detail?.id === id) return withDetail(mask, this.#detail.tolerance)
    return object && mask === maskOf(object) ? withDetail(mask, object.detail) : mask
  }

  #overlay(): Overlay {
    const { view, hidden, image } = this.#shown
    const { target } = this.#editor.bench
    const tool = this.#editor.view()
    const box = tool.box ?? (hidden ? undefined : target?.work.prompt.box)
    const at = this.#editor.pointerAt
    return {
      tool: image ? { ...tool, ...(box && { box }) } : {},
      handles: target && !hidden && !tool.vertices ? handlesOf(target.work.prompt) : [],
      at,
      byKeys: this.#editor.keyboardCursor !== null,
      crosshair: view.crosshair,
      magnifies: view.magnifier,
      labels: view.labels && !hidden && this.#view ? labelsOf(this.#shown, this.#view, this.#ratio) : [],
      accent,
    }
  }

  #setCursor(): void {
    const cursor = this.#spaceHeld ? 'grab' : (this.#editor.view().cursor ?? 'default')
    if (this.#canvas.style.cursor !== cursor) this.#canvas.style.cursor = cursor
  }

  // Counting vertices takes a while for large outlines, so it waits until hands rest.
  #countVertices(): void {
    clearTimeout(this.#counting)
    this.#counting = setTimeout(() => {
      const { selection, objects } = this.#shown
      const object = selection.length === 1 ? objects[selection[0]!] : undefined
      const mask = object && maskOf(object)
      if (mask) this.#tellOutline(object.id, mask, object.detail)
    }, rest)
  }

  #tellOutline(id: string, mask: Mask, tolerance: number): void {
    const { vertices, iou } = mask.outline(tolerance)
    this.#app.store.setState({ outline: { object: id, vertices, iou } })
  }

  // Keys

  #keyUp(event: KeyboardEvent): void {
    const { key, shiftKey: shift, altKey: alt } = event
    this.#editor.keyUp({ key, shift, alt, repeat: false })
    if (key === ' ') this.#letSpaceGo()
  }

  #letSpaceGo(): void {
    this.#spaceHeld = false
    this.#setCursor()
  }

  /** Keeps the pointer of the arrow keys in sight. */
  #followKeys(): void {
    const { keyboardCursor } = this.#editor
    const { image } = this.#shown
    if (!keyboardCursor || !this.#view || !image) return
    const { x, y } = toScreen(this.#view, keyboardCursor)
    const margin = keysMargin * this.#ratio
    const into = (at: number, length: number) => Math.max(0, margin - at) + Math.min(0, length - margin - at)
    const [dx, dy] = [into(x, this.#view.width), into(y, this.#view.height)]
    if (dx !== 0 || dy !== 0) this.#setView(pan(this.#view, dx, dy, image))
  }
}

/** Whether the person's keymap gives the key to an action. */
const isTaken = (keymap: State['keymap'], event: KeyboardEvent) =>
  Object.values(keymap).some(keys => keys.includes(keyOf(event) ?? ''))
