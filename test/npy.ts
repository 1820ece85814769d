import { readFileSync } from 'node:fs'
import type { Tensor } from '../src/tensor/index.ts'
import { readNpy } from '../src/weights/index.ts'
import { shared } from './shared.ts'

/** An array of the references. */
export function referenceArray(path: string): Tensor {
  return readNpy(readFileSync(shared(`reference/${path}`)), path)
}

/** ‖a - b‖ / ‖b‖ */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0
  let size = 0
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2
    size += b[i]! ** 2
  }
  return a.length === b.length ? Math.sqrt(difference / size) : Number.NaN
}
