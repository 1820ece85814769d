/** What the stage gives to keys, actions and panels. Held by the application while a stage is on the page. */
export type StageControls = {
  /** The tool in hand is asked first; true when it took the key. */
  key(event: KeyboardEvent): boolean
  /** A step back inside the tool (a click, a stroke not yet committed); false when there is none. */
  undo(): boolean
  redo(): boolean
  /** Zooms and moves so that an object fills a good part of the stage. */
  lookAt(objectId: string): void
  /**
   * The slider of the panel: the selected object cut at another probability, from the network's answer that is kept,
   * so without a new run. It is shown at once, and committed as one step when `done`.
   */
  threshold(objectId: string, value: number, done: boolean): void
  /** The slider of the panel: the outline simplified within this many pixels; shown at once, committed when `done`. */
  detail(objectId: string, tolerance: number, done: boolean): void
}
