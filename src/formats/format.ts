import type { FileSet } from './file-set.ts'
import type { Annotations } from './record.ts'

/** A way of storing annotations: a reader and a writer, and what it can hold. */
export type AnnotationFormat = {
  /** As commands and requests name it. */
  readonly name: string
  /** As people see it in a list. */
  readonly label: string
  readonly carries: Carries
  /** Whether files look like it, by their names and the beginning of one of them. */
  detect(files: FileSet): Promise<boolean>
  /** @throws AnnotationFileError that names file and place, what was found and what was expected */
  read(files: FileSet): Promise<ReadAnnotations>
  write(annotations: Annotations, options: FormatOptions): WrittenFiles
}

/** What of an object a format can hold; what it cannot is told as a loss or a note when it is written. */
export type Carries = {
  readonly holes: boolean
  readonly parts: boolean
  /** Every pixel, whatever the shape; otherwise outlines, which are exact at tolerance 0. */
  readonly masks: boolean
  /** Objects of which nothing but a box is known, beside others. */
  readonly boxes: boolean
  readonly scores: boolean
  /** The clicks that made an object. */
  readonly points: boolean
  /** Pixels that nobody decided. */
  readonly undecided: boolean
  /** Objects without a class. */
  readonly classless: boolean
  /** Pixels in several objects at once. */
  readonly overlaps: boolean
}

/** What was read; `notes` says what was left out, a sentence each. */
export type ReadAnnotations = Annotations & { readonly notes: readonly string[] }

/** How a format writes; what holds for all formats has been done before. */
export type FormatOptions = {
  /** By how many pixels outlines may be off, to have fewer vertices; 0 is exact. */
  readonly tolerance: number
  /**
   * What names of photos begin with where a format names them by path, as labelme, numbered masks and Label Studio do:
   * the folder of the photos as seen from that of the export, such as "../photos". Without it, where they belong.
   */
  readonly photos?: string
  /** What COCO's segmentations are: compressed run lengths, plain ones, or polygons where there are no holes. */
  readonly coco: 'runs' | 'plain' | 'polygons'
  /** Of void on either side of outlines in the pictures of PASCAL VOC, in pixels. */
  readonly border: number
}

export type WrittenFiles = {
  readonly files: readonly OutputFile[]
  /** Where each photo belongs among the files; a reader finds it there. */
  readonly photos: readonly PhotoPlace[]
  readonly losses: readonly Loss[]
}

/** With what else the format does not hold, a sentence each. */
export type WrittenAnnotations = WrittenFiles & { readonly notes: readonly string[] }

/** Paths have slashes between folders, and stay inside the folder of the export. */
export type OutputFile = { readonly path: string; readonly content: string | Uint8Array }

export type PhotoPlace = { readonly photo: string; readonly path: string }

/** What became of an object that the format could not hold as it was. */
export type Loss = {
  readonly photo: string
  readonly object: number
  readonly reason: LossReason
  /** Intersection over union of what was written and the object; 0 when it was left out. */
  readonly iou: number
}

/** Every reason, and what it means to people. */
export const lossReasons = {
  overlap: 'other objects lie over it, and a pixel of the picture has one number',
  merged: 'it became one with others of its class',
  tolerance: 'its outline has fewer vertices',
  border: 'its rim became void',
  box: 'nothing but its box is known, which the format cannot hold',
  crowd: 'the format has no crowds: it was left out, or is void',
  number: 'the picture has no number left for it',
  empty: 'it has no pixels, and the format holds nothing else',
} as const

export type LossReason = keyof typeof lossReasons
