/** What the stage gives to keys and actions. Held by the application while a stage is on the page. */
export type StageControls = {
  /** The tool in hand is asked first; true when it took the key. */
  key(event: KeyboardEvent): boolean
  /** A step back inside the tool (a click, a stroke not yet committed); false when there is none. */
  undo(): boolean
  redo(): boolean
  /** Zooms and moves so that an object fills a good part of the stage. */
  lookAt(objectId: string): void
}
