import type { StoreApi } from 'zustand/vanilla'
import type { Command, MaskRecord } from '../../document/index.ts'
import type { JobRequest, SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import type { Notice, State, View } from '../state/types.ts'
import type { StageControls } from './stage-controls.ts'

/** What actions, panels and the stage act on. */
export type Application = {
  readonly store: StoreApi<State>
  /** The stage on the page, or null while there is none. */
  stage: StageControls | null

  /** Shows a photo; its draft, objects and history follow. Resolves when the objects are here. */
  goTo(imageId: string): Promise<void>
  /**
   * Applies a command to the state at once and sends it. Nothing is lost when the server does not answer: the
   * command stays in the browser's database until it is acknowledged.
   */
  commit(command: Command): void
  /** Takes the project's newest edit back; when it is on another photo, the page goes there and says so. */
  undo(): Promise<void>
  redo(): Promise<void>
  /** @throws DOMException AbortError when a newer request with the same key replaced it, or the signal fired */
  segment(request: SegmentRequest, signal?: AbortSignal): Promise<SegmentAnswer>
  /** Brings an outline to the photo's own edges. */
  refine(mask: MaskRecord, signal?: AbortSignal): Promise<MaskRecord>
  /** Keeps what the tool has not finished, so that a reload finds it; null when there is nothing. */
  draft(value: unknown): void

  view(patch: Partial<View>): void
  startJob(request: JobRequest): Promise<void>
  cancelJob(id: string): Promise<void>
  /** Has masks made by what a training made, or with null by the model that the server was started with. */
  chooseModel(job: string | null): Promise<void>
  /** Gives the server a file of annotations; the answer names it for an import. */
  upload(file: File): Promise<string>
  /** Tries again to save, after a failure. */
  retrySaving(): void
  /** Gives up the edit that the server refuses, and shows what the server has. */
  discardRefused(): Promise<void>
  /** Everything that the server has not acknowledged, and the objects on the stage, as a file to keep. */
  unsavedFile(): Blob
  notice(text: string, tone?: Notice['tone']): void
}
