import { elementCount, type Shape, type TensorData } from '../tensor/index.ts'

const mostAxes = 32
const longestAxis = 2 ** 31

/** Whether this is a list of axis sizes, few and small enough that their product is a finite number. */
export function isShape(value: unknown): value is Shape {
  const isSize = (size: unknown) =>
    Number.isInteger(size) && (size as number) >= 0 && (size as number) <= longestAxis
  return Array.isArray(value) && value.length <= mostAxes && value.every(isSize)
}

/** How far the next element lies along each axis when the elements stand row by row. */
export function rowMajorStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= shape[axis]!
  }
  return strides
}

/** Whether elements with these strides stand row by row without gaps; the stride of an axis of one does not matter. */
export function isRowMajor(shape: Shape, strides: readonly number[]): boolean {
  const expected = rowMajorStrides(shape)
  return (
    elementCount(shape) === 0 || shape.every((size, axis) => size === 1 || strides[axis] === expected[axis])
  )
}

/** The number of elements that a tensor with these strides reaches over, from its first to its last. */
export function reach(shape: Shape, strides: readonly number[]): number {
  if (elementCount(shape) === 0) return 0
  return shape.reduce((span, size, axis) => span + (size - 1) * strides[axis]!, 1)
}

/** Copies elements that lie `strides` apart to row-by-row order; the first one is `data[0]`. */
export function gather<T extends TensorData>(data: T, shape: Shape, strides: readonly number[]): T {
  const out = new (data.constructor as new (length: number) => T)(elementCount(shape))
  const last = shape.length - 1
  const size = shape[last] ?? 1
  const stride = strides[last] ?? 0
  const index = new Array<number>(Math.max(last, 0)).fill(0)
  for (let to = 0, from = 0; to < out.length; ) {
    for (let i = 0; i < size; i++) out[to++] = data[from + i * stride]!
    for (let axis = last - 1; axis >= 0; axis--) {
      from += strides[axis]!
      index[axis]! += 1
      if (index[axis]! < shape[axis]!) break
      from -= index[axis]! * strides[axis]!
      index[axis] = 0
    }
  }
  return out
}
