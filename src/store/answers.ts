import type { Change, ClassRecord, Command, Id, ImageState } from '../document/index.ts'

/** An image as lists show it. */
export type ImageListing = {
  readonly id: Id
  readonly path: string
  readonly width: number
  readonly height: number
  readonly hash: string
  readonly state: ImageState
  readonly missing: boolean
  /** How many it has. */
  readonly objects: number
  /** Of its objects that nobody has looked at yet; null when there are none, or the network was never asked. */
  readonly worstDoubt: number | null
  readonly hasNote: boolean
}

export type ClassListing = ClassRecord & {
  /** How many have it. */
  readonly objects: number
}

/** One step of the project's history. */
export type Entry = {
  /** Of the project after it. */
  readonly version: number
  readonly label: string
  readonly type: Command['type']
  /** What happened: somebody did it, took it back, or did it again. */
  readonly kind: 'do' | 'undo' | 'redo'
  /** Of the entry that was taken back or done again; of one that somebody did, its own version. */
  readonly of: number
  /** The one image that it touches; null for none or several. */
  readonly image: Id | null
  /** When, as an ISO date. */
  readonly at: string
  /** Whether it counts now, was taken back, or was taken back and can no longer be done again. */
  readonly status: 'done' | 'undone' | 'abandoned'
}

export type Applied = {
  readonly version: number
  readonly entry: Entry
  readonly change: Change
  /** The command was sent again: it had been applied before, and nothing was done now. */
  readonly repeated: boolean
}

export type EditOptions = {
  /** A name for this edit, made by who sends it: sent again under the same name, it is applied once. */
  readonly key?: string
  /** The version that the edit was made on; another one is a VersionConflict. */
  readonly expect?: number
}

/** A photo that a look through the folder found. */
export type FoundImage = {
  /** Below the project's folder, with slashes. */
  readonly path: string
  /** Of the content. */
  readonly hash: string
  readonly width: number
  readonly height: number
  /** Of the file, in bytes, and when it was last changed, in milliseconds: who has not changed need not be hashed again. */
  readonly bytes: number
  readonly modified: number
}

/** What became of the images after a look through the folder; ids of images. */
export type Synced = {
  readonly added: readonly Id[]
  /** Renamed or moved: the same content under another path. */
  readonly moved: readonly Id[]
  /** Other content under the same path. */
  readonly changed: readonly Id[]
  readonly missing: readonly Id[]
  /** Missing before, and there again. */
  readonly returned: readonly Id[]
}

export type StoreEvent =
  | ({ readonly type: 'command' } & Applied)
  | ({ readonly type: 'images' } & Synced)
  /** Of the snapshot beside the photos. A failed one is tried again. */
  | {
      readonly type: 'snapshot'
      readonly state: 'saved'
      readonly version: number
      readonly at: string
      readonly path: string
    }
  | { readonly type: 'snapshot'; readonly state: 'failed'; readonly message: string; readonly path: string }
  /** Another process took the store: this one writes no more. */
  | { readonly type: 'lost'; readonly message: string }
