import type { Command, ImageRecord, ObjectRecord } from '../../document/index.ts'
import type { Preset } from '../../guidance/index.ts'
import type { SegmentAnswer, SegmentRequest } from '../../server/browser.ts'

/** What tools see of the page and can do to it. In tests it is an object of a few lines. */
export type ToolHost = {
  readonly image: Pick<ImageRecord, 'id' | 'width' | 'height'>
  readonly objects: Readonly<Record<string, ObjectRecord>>
  readonly selection: readonly string[]
  /** The class that new objects get. */
  readonly classId: string | null
  /** Whether new pixels never cover those of other objects. */
  readonly claimPixels: boolean
  /** How the model's answers become masks; null while it loads. */
  readonly preset: Preset | null
  /** Pixels of the screen per pixel of the photo, as people see them (CSS pixels). */
  readonly scale: number

  /** What people call an object of a class: "apple", "object". */
  nameOf(classId: string | null): string
  select(ids: readonly string[]): void
  hover(id: string | null): void
  segment(request: SegmentRequest, signal: AbortSignal): Promise<SegmentAnswer>
  commit(command: Command): void
  /** Keeps what is not finished, so that a reload finds it; null when there is nothing. */
  draft(value: unknown): void
  notice(text: string, tone?: 'plain' | 'error'): void
  /** What is to be seen has changed. */
  changed(): void
}
