import type { Box, Point } from '../image/index.ts'

/** The objects that are wanted of one image. */
export type PointsRequest = {
  /** A path or URL, as the file has it. */
  readonly image: string
  readonly objects: readonly ObjectRequest[]
}

/** Where one object is: points on its outline, or at least a box around it. Whole numbers are pixel centres. */
export type ObjectRequest = {
  readonly points?: readonly Point[]
  readonly box?: Box
  readonly id?: number
  readonly class?: string
}
