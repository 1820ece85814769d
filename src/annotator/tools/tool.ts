import type { Box, Point } from '../../image/index.ts'
import type { Mask } from '../../mask/index.ts'

/** What a pointer does, in pixels of the photo; a place outside the photo is moved to its edge. */
export type PointerInput = {
  readonly type: 'down' | 'move' | 'up' | 'cancel'
  /** Between pixels, pixel centres on whole numbers. */
  readonly point: Point
  /** The button that is down, or was; `left` while none is. A finger and a pen's tip are left, its other end right. */
  readonly button: 'left' | 'right'
  readonly pressed: boolean
  readonly shift: boolean
  readonly alt: boolean
  /** 2 for the second press of a double click. */
  readonly clicks: number
}

/**
 * Something to work with: a small state machine that is fed with what pointers do. What is complete goes to the
 * workbench; what is not can be taken back step by step.
 */
export type Tool = {
  pointer(input: PointerInput): void
  /** A step back inside what is not complete; false when there is none. */
  back?(): boolean
  /** Completes what is under way; false when nothing is. */
  finish?(): boolean
  /** Ends, as when another tool is taken up: what is not complete goes. */
  leave?(): void
  /** Whether one finger works here, in place of moving the photo; as for most tools when it is not said. */
  takesFinger?(point: Point): boolean
  view(): ToolView
}

/** What a tool wants to be seen over photo and objects, in pixels of the photo. */
export type ToolView = {
  /** The cross hair over the whole photo, and the magnifier. */
  readonly aims?: boolean
  /** The box that grows as points come. */
  readonly box?: Box
  /** A line that is being drawn; `closes` when its ends are to be joined. */
  readonly path?: { readonly points: readonly Point[]; readonly closes: boolean; readonly vertices: boolean }
  /** Vertices that can be dragged, in place of the points that made the object; the one at hand, there or not yet. */
  readonly vertices?: { readonly points: readonly Point[]; readonly near?: Point }
  /** The brush under the pointer: its radius, and whether it takes away. */
  readonly brush?: { readonly radius: number; readonly erases: boolean }
  /** What the next click is for, in a few words. */
  readonly hint?: string
  readonly cursor?: 'default' | 'none' | 'grab' | 'move' | 'crosshair' | 'pointer'
}

/** A point that can be dragged, and where it stands in the prompt. */
export type Handle = {
  readonly kind: 'extreme' | 'boundary' | 'include' | 'exclude' | 'corner'
  readonly index: number
  readonly point: Point
}

/** The mask that is being worked on, whether it is in the document already or not. */
export type EditedMask = { readonly id: string; readonly mask: Mask; readonly classId: string | null }
