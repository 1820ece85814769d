import type { Point, Size } from '../image/index.ts'

/** Pixels of a mask, row by row: 1 inside, 0 outside, no other value. */
export type Bitmap = Size & { readonly data: Uint8Array }

/** A bitmap that lies in a photo: x and y are the photo's column and row of its first pixel. */
export type PlacedBitmap = Bitmap & Point

/** A bitmap, with its place in a photo when it has one; otherwise its first pixel is the photo's first. */
export type MaybePlaced = Bitmap & Partial<Point>
