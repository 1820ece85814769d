import type { StoreApi } from 'zustand/vanilla'
import type { Command } from '../../document/index.ts'
import type { SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import type { State } from '../state/types.ts'
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
  undo(): Promise<void>
  redo(): Promise<void>
  /** @throws DOMException AbortError when a newer request with the same key replaced it, or the signal fired */
  segment(request: SegmentRequest, signal?: AbortSignal): Promise<SegmentAnswer>
  /** Keeps what the tool has not finished, so that a reload finds it; null when there is nothing. */
  draft(value: unknown): void
  notice(text: string, tone?: 'plain' | 'good' | 'error'): void
}
