import { matmul, type Value } from '../../onnx/index.ts'
import { tensor } from '../../tensor/index.ts'

/** A matrix by its rows: what one place of the result takes from each place of a side. */
export type Rows = readonly Float64Array[]

/**
 * Rows and columns of x, N,C,h,w, mixed by fixed matrices: N,C,h',w'. Resizing and pooling to bins are such
 * maps; as matrix products their gradients are the transposed matrices, at no further cost.
 */
export function mapSides(x: Value, vertical: Rows, horizontal: Rows): Value {
  const [, , height, width] = x.shape as [number, number, number, number]
  const left = matrix(vertical, height)
  const right = transposed(horizontal, width)
  const constant = (rows: number, columns: number, data: Float32Array<ArrayBuffer>) =>
    x.graph.constant(tensor('float32', [1, 1, rows, columns], data))
  const rows = matmul(constant(vertical.length, height, left), x)
  return matmul(rows, constant(width, horizontal.length, right))
}

function matrix(rows: Rows, columns: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows.length * columns)
  for (const [y, row] of rows.entries()) out.set(row, y * columns)
  return out
}

function transposed(rows: Rows, columns: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows.length * columns)
  for (const [x, row] of rows.entries()) for (let y = 0; y < columns; y++) out[y * rows.length + x] = row[y]!
  return out
}
