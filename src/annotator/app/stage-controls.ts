import type { Mask } from '../../mask/index.ts'

export type Zoom = 'fit' | 'actual' | 'in' | 'out'

/** What the stage gives to keys, actions and panels. Held by the application while a stage is on the page. */
export type StageControls = {
  /** The tool in hand is asked first; true when it took the key. */
  key(event: KeyboardEvent): boolean
  /** A step back inside the tool (a click, a stroke not yet committed); false when there is none. */
  undo(): boolean
  redo(): boolean
  /** Completes what is being drawn, or makes an object of the draft; false when there is neither. */
  accept(): boolean
  /** A click, a stroke or a line back; then what is selected is let go. False when there is nothing to go back from. */
  back(): boolean
  /** Throws the draft away; false without one. */
  discard(): boolean
  /** The photo is about to be left: drafts with a mask become objects, others are kept as drafts. */
  leave(): void
  /** Changes the mask of the draft, or those of the selected objects, as one step. */
  edit(verb: string, change: (mask: Mask) => Mask | Promise<Mask>): Promise<void>
  /** Asks the network again about the clicks or the box of what is at hand; false when there are too few. */
  again(): boolean
  /** The threshold of what is at hand, draft or object, some steps of 0 to 1 higher or lower. */
  nudgeThreshold(step: number): void
  zoomTo(zoom: Zoom): void
  resizeBrush(factor: number): void
  /** Zooms and moves so that an object fills a good part of the stage. */
  lookAt(objectId: string): void
  /** The same for the draft, by its mask and its points, or else the first object that is selected; false without. */
  lookAtWork(): boolean
  /**
   * The slider of the panel: the selected object cut at another probability, from the network's answer that is kept,
   * so without a new run. It is shown at once, and committed as one step when `done`.
   */
  threshold(objectId: string, value: number, done: boolean): void
  /** The slider of the panel: the outline simplified within this many pixels; shown at once, committed when `done`. */
  detail(objectId: string, tolerance: number, done: boolean): void
}
