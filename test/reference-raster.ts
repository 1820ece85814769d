import { readFileSync } from 'node:fs'
import type { Raster } from '../src/image/index.ts'
import { readNpy } from '../src/weights/index.ts'
import { shared } from './shared.ts'

/** A picture among the references: a .npy file of height × width or height × width × channels. */
export function referenceRaster<T extends Uint8Array | Float32Array>(path: string): Raster<T> {
  const { shape, data } = readNpy(readFileSync(shared(`reference/${path}`)), path)
  const [height, width, channels = 1] = shape as [number, number, number?]
  return { width, height, channels, data: data as T }
}

/** A manifest among the references; T says what the test reads of it. */
export function referenceJson<T>(path: string): T {
  return JSON.parse(readFileSync(shared(`reference/${path}`), 'utf8')) as T
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values beside ${b.length}`)
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}
