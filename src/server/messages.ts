import * as v from 'valibot'
import type { ImageRecord, MaskRecord, ObjectRecord } from '../document/index.ts'
import type { Preset } from '../guidance/index.ts'
import type { Box, Size } from '../image/index.ts'
import type { Applied, ClassListing, Entry, ImageListing } from '../store/browser.ts'

// What page and server say to each other, all under /api and in JSON: schemas of what comes in, types of what goes
// out. An answer with a status from 400 is a Refusal.

/** Names and notes that are longer are refused, in characters. */
const longestText = 10_000

/** Ids are random and short; nothing else goes into a look-up. */
const idSchema = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/, 'expected an id: up to 64 letters, digits, - and _'),
)
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(longestText))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** A coordinate; places outside the photo are moved to its edge. */
const coordinate = v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6))
const points = v.pipe(v.array(v.strictObject({ x: coordinate, y: coordinate })), v.maxLength(1000))
const box = v.strictObject({ x0: coordinate, y0: coordinate, x1: coordinate, y1: coordinate })

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))
const rle = v.strictObject({ size: v.strictTuple([side, side]), counts: v.string() })

/** GET /api/project */
export type ProjectAnswer = {
  readonly name: string
  /** Where it lies, as the person named it. */
  readonly folder: string
  readonly classes: readonly ClassListing[]
  readonly counts: { readonly images: number; readonly done: number; readonly objects: number }
  readonly model: ModelState
  readonly settings: Readonly<Record<string, unknown>>
  /** The photo that was open when the project was left. */
  readonly lastImage: string | null
  /** Of the document: the number of commands that it took. */
  readonly version: number
  /** Jobs that run, and those that ended since the server started. */
  readonly jobs: readonly Job[]
}

/** The page is usable while the model loads; clicks wait for it. */
export type ModelState =
  | { readonly state: 'loading'; readonly name: string }
  | { readonly state: 'failed'; readonly name: string; readonly message: string }
  | {
      readonly state: 'ready'
      readonly name: string
      /** Package and version, such as "onnxruntime-node 1.30.0". */
      readonly runtime: string
      /** How clicks become its input and its answer a mask; `channels` says which clicks it takes. */
      readonly preset: Preset
    }

/** GET /api/images: in the order of their paths, as people count: img2 before img10. */
export type ImagesAnswer = {
  readonly version: number
  readonly images: readonly ImageListing[]
  readonly unread: readonly UnreadPhoto[]
}

/** A picture file that could not be taken in, such as a damaged one. */
export type UnreadPhoto = {
  /** Below the project's folder, with slashes. */
  readonly path: string
  /** What is wrong with it and what to do, without its name. */
  readonly message: string
}

/** GET /api/images/:id */
export type ImageAnswer = {
  readonly image: ImageRecord
  readonly objects: readonly ObjectRecord[]
  /** What a tool had not finished, as the page left it. */
  readonly draft: unknown
  readonly version: number
}

/** POST /api/images/:id/segment */
export const segmentSchema = v.strictObject({
  /**
   * What is being edited. One request at a time for a key: the one that runs is answered, the newest waits for it, and
   * those between get 409 `superseded`.
   */
  key: idSchema,
  /** As in the document. Includes and excludes need a model with channels for them. */
  prompt: v.strictObject({
    points,
    box: v.optional(box),
    include: v.optional(points, []),
    exclude: v.optional(points, []),
  }),
  /** The mask so far; of use to models with a channel for it. */
  previous: v.optional(rle),
  /** A pixel is inside where its probability is above this; the model's own when absent. */
  threshold: v.optional(share),
  /** Whether to answer with the probabilities, so that a slider can move the threshold on the page. */
  probability: v.optional(v.boolean(), false),
  /** Whether to bring the outline to the photo's own edges, at its full resolution. */
  refine: v.optional(v.boolean(), false),
})
export type SegmentRequest = v.InferInput<typeof segmentSchema>

export type SegmentAnswer = {
  readonly mask: MaskRecord
  /** Around the mask; null when nothing is inside. */
  readonly box: Box | null
  /** 0 to 1, larger is less sure. */
  readonly doubt: number
  readonly threshold: number
  /** Name of the model. */
  readonly model: string
  readonly milliseconds: {
    /** Decoding the photo, or the wait for it; close to 0 when it was opened ahead. */
    readonly open: number
    readonly crop: number
    /** With the wait for its turn. */
    readonly network: number
    /** Making the outline sharp, where that was asked for. */
    readonly refine?: number
    readonly paste: number
    readonly total: number
  }
  readonly probability?: ProbabilityMap
}

/** The network's answer, for `pasteMask` with the model's preset. */
export type ProbabilityMap = Size & {
  /** Base64 of a byte a pixel, row by row, 255 for certainly inside. */
  readonly data: string
  /** The part of the photo that it shows, and the box of the clicks, in pixels of the photo. */
  readonly frame: { readonly box: Box; readonly object: Box; readonly size: number }
}

/** POST /api/images/:id/refine */
export const refineSchema = v.strictObject({ mask: rle })
export type RefineAnswer = { readonly mask: MaskRecord; readonly milliseconds: number }

/** POST /api/commands. The id is the sender's: a command sent again after a lost answer is applied once. */
export const commandSchema = v.strictObject({ id: idSchema, command: v.looseObject({ type: v.string() }) })

/** To a command, POST /api/undo and POST /api/redo, once the store has it. */
export type CommandAnswer = Applied

/** GET /api/history?image=&limit= : newest first. */
export type HistoryAnswer = { readonly version: number; readonly entries: readonly Entry[] }

/** PUT /api/settings/:key and PUT /api/images/:id/draft: any JSON of up to 256 kB. */
export const valueSchema = v.strictObject({ value: v.unknown() })

/** POST /api/uploads takes a file of annotations as it is and answers with its id, for an import. */
export type UploadAnswer = { readonly id: string; readonly bytes: number }

const images = v.optional(v.array(idSchema))

/** POST /api/jobs */
export const jobSchema = v.variant('kind', [
  /** Masks for objects that have only a box; of all photos when `images` is absent. */
  v.strictObject({ kind: v.literal('boxes'), images }),
  /** Outlines brought to the photos' own edges; of objects that are not locked, all of them or those that are accepted. */
  v.strictObject({ kind: v.literal('refine'), images, acceptedOnly: v.optional(v.boolean(), false) }),
  /** Objects of files of any format: an upload (a file or a zip of many), or a file or folder inside the project. */
  v.strictObject({ kind: v.literal('import'), upload: v.optional(idSchema), path: v.optional(text) }),
  v.strictObject({
    kind: v.literal('export'),
    format: text,
    /** Shares of the photos that go into parts of their own; all in one when absent. */
    split: v.optional(v.strictObject({ validation: share, test: share, seed: v.number() })),
    /** Whether to fail where the format cannot carry an object whole. */
    strict: v.optional(v.boolean(), false),
    /** Whether objects that nobody accepted stay behind. */
    acceptedOnly: v.optional(v.boolean(), false),
    /** A folder inside the project; a download when absent. */
    folder: v.optional(text),
  }),
  /** Fine-tunes the model on accepted masks, of one class or of all. The model in use stays until PUT /api/model. */
  v.strictObject({ kind: v.literal('train'), class: v.optional(idSchema) }),
])
export type JobRequest = v.InferInput<typeof jobSchema>

/** Work that takes a while; it goes on when the page is closed. */
export type Job = {
  readonly id: string
  readonly kind: JobRequest['kind']
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  /** Steps that are done, of how many; total is 0 until it is known. */
  readonly done: number
  readonly total: number
  /** What is being done, or how it ended, in a sentence. */
  readonly message: string
  /** In ISO 8601. */
  readonly started: string
  readonly ended: string | null
  readonly result: JobResult | null
  /** Of a training, so far. */
  readonly curve?: readonly TrainingPoint[]
}

/** A training has parts: one model for each fold of the cross-validation, and then the one that is kept. */
export type TrainingPoint = {
  readonly part: number
  readonly step: number
  /** Mean of the steps since the point before; null where only the IoU was measured. */
  readonly loss: number | null
  /** On objects that were held out; null between two looks. */
  readonly iou: number | null
}

/** What came out: numbers for people, and what an export leaves. */
export type JobResult = {
  readonly counts: Readonly<Record<string, number>>
  /** What could not be carried or read, one sentence each. */
  readonly losses: readonly string[]
  /** Where the file can be fetched, or the folder that was written. */
  readonly download?: string
  readonly folder?: string
  readonly training?: TrainingResult
}

/** What a training gained: mean IoU of the person's objects, each asked of a model that had not seen it. */
export type TrainingResult = {
  readonly before: number
  readonly after: number
  readonly objects: number
  /** Those that changed the most, for better and for worse. */
  readonly samples: readonly TrainingSample[]
}

export type TrainingSample = {
  readonly image: string
  readonly object: string
  readonly before: { readonly iou: number; readonly mask: MaskRecord }
  readonly after: { readonly iou: number; readonly mask: MaskRecord }
}

/** PUT /api/model: uses what a training made, or with null the model that the server was started with. */
export const modelSchema = v.strictObject({ job: v.nullable(idSchema) })

/** GET /api/events: server-sent events; `id` counts up, and a page that comes back gets what it missed. */
export type ServerEvent =
  | { readonly type: 'model'; readonly model: ModelState }
  /** Lines of the list that are new or changed; photos that are gone stay in the list, as missing. And all that is unread. */
  | {
      readonly type: 'images'
      readonly images: readonly ImageListing[]
      readonly unread: readonly UnreadPhoto[]
    }
  /** An edit by any page, to be applied by those that did not make it. */
  | ({ readonly type: 'command' } & Applied)
  | { readonly type: 'job'; readonly job: Job }
  /** The snapshot beside the photos is as new as this version, or could not be written. */
  | { readonly type: 'snapshot'; readonly version: number; readonly at: string; readonly failure?: string }
  /** Too much was missed: fetch everything again. */
  | { readonly type: 'reset' }
  /** Another process has taken the store; this server keeps nothing any more. */
  | { readonly type: 'lost'; readonly message: string }
  | { readonly type: 'closing' }

/** Any answer with a status from 400. */
export type Refusal = {
  /** For programs: `superseded`, `token`, `origin`, `too-large`, `malformed`, `unknown`, `conflict` ... */
  readonly error: string
  /** What was found, what was expected, and how to mend it. */
  readonly message: string
}
