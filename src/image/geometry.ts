/** A place in an image, in pixels of the upright photo: x to the right, y down, whole numbers are pixel centres. */
export type Point = { readonly x: number; readonly y: number }

/** In pixels. */
export type Size = { readonly width: number; readonly height: number }

/** A rectangle of whole pixels; x1 and y1 are the last column and row inside, so the width is x1 - x0 + 1. */
export type Box = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }

/** Pixels row by row, channels interleaved: element (y * width + x) * channels + c. */
export type Raster<T extends Uint8Array | Uint16Array | Float32Array = Uint8Array> = Size & {
  readonly channels: number
  readonly data: T
}
