import type { ClassRecord, ImageRecord, ObjectRecord } from '../../document/index.ts'
import type { HistoryEntry, ImageEntry, Job, ModelState, UnreadPhoto } from '../../server/browser.ts'

/** Whether what the person did is safe. `pending` counts the commands that the server has not acknowledged. */
type Saving = {
  readonly state: 'saved' | 'saving' | 'offline' | 'failed'
  readonly pending: number
  /** When the last command was acknowledged, in milliseconds since 1970; null before the first. */
  readonly at: number | null
  /** Why saving failed, in words. */
  readonly message: string | null
  /** Why drafts or settings are not with the server, in words; null while they are, or are on their way. */
  readonly unkept: string | null
}

/** What is shown, and how. Kept in the project's settings. */
export type View = {
  /** Of the colour over an object, 0 to 1. */
  readonly opacity: number
  readonly outlineOnly: boolean
  readonly crosshair: boolean
  readonly magnifier: boolean
  readonly labels: boolean
  /** New pixels never cover those of other objects. */
  readonly claimPixels: boolean
  readonly theme: 'dark' | 'light' | 'system'
  readonly density: 'compact' | 'comfortable'
  /** Of all text, 1 to 2. */
  readonly textScale: number
  /** Percentiles of the photo shown as black and white, 0 to 100; null for the photo as it is. */
  readonly window: { readonly low: number; readonly high: number } | null
  readonly panels: { readonly photos: boolean; readonly objects: boolean }
}

export type Filter = 'all' | 'todo' | 'done' | 'flagged' | 'doubtful'

/** The dialog that is open, one at a time. */
type Dialog =
  | {
      readonly kind:
        | 'palette'
        | 'keys'
        | 'history'
        | 'import'
        | 'export'
        | 'boxes'
        | 'refine'
        | 'train'
        | 'view'
        | 'unsaved'
    }
  | { readonly kind: 'class'; readonly id: string }
  /** Of an object, or of the photo when null. */
  | { readonly kind: 'note'; readonly object: string | null }

/** A sentence at the edge of the page that leaves by itself, unless it is an error. */
export type Notice = {
  readonly id: number
  readonly tone: 'plain' | 'good' | 'error'
  readonly text: string
}

/** Everything that the page knows. It lives outside React, in state/store.ts. */
export type State = {
  readonly project: { readonly name: string; readonly folder: string } | null
  readonly model: ModelState
  readonly images: readonly ImageEntry[]
  /** Files of the folder that are no photos in the list, because they cannot be read. */
  readonly unread: readonly UnreadPhoto[]
  readonly classes: Readonly<Record<string, ClassRecord>>

  /** The photo on the stage, and whether its objects are here. */
  readonly image: ImageRecord | null
  readonly loading: boolean
  readonly failure: string | null
  readonly objects: Readonly<Record<string, ObjectRecord>>
  /** What the tool had not finished when the photo was left, as the tool wrote it. */
  readonly draft: unknown

  readonly selection: readonly string[]
  readonly hovered: string | null
  /** The class that the next object gets. */
  readonly classId: string | null
  readonly tool: string

  /** A segmentation is under way since (performance.now()), or null. */
  readonly running: number | null
  /** Milliseconds that the last one took, from the request to the answer. */
  readonly milliseconds: number | null
  readonly saving: Saving
  /** What the detail of the selected object costs: vertices of its outline, and its IoU with the mask; told by the stage. */
  readonly outline: { readonly object: string; readonly vertices: number; readonly iou: number } | null
  /** Screen pixels for a pixel of the photo; told by the stage. */
  readonly zoom: number

  /** Newest first; entries that undo others are among them. */
  readonly history: readonly HistoryEntry[]

  readonly view: View
  /** Held keys: nothing but the photo, or the objects as they were before the last edit. */
  readonly hidden: boolean
  readonly before: boolean
  readonly mode: 'label' | 'review'
  readonly filter: Filter
  readonly search: string
  readonly jobs: readonly Job[]
  readonly dialog: Dialog | null
  readonly notices: readonly Notice[]
  /** Keys by action, where they differ from those that the actions name. */
  readonly keymap: Readonly<Record<string, readonly string[]>>
}
