import type { Shape } from '../../src/tensor/index.ts'

/** An array of any element type as doubles: booleans are 0 and 1, integers are whole numbers. */
export type Array64 = { readonly shape: Shape; readonly data: Float64Array }

export function size(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1)
}

export function zeros(shape: Shape): Array64 {
  return { shape, data: new Float64Array(size(shape)) }
}

/** How far apart neighbours along each axis lie in an array that is stored row by row. */
export function strides(shape: Shape): number[] {
  return shape.map((_, axis) => size(shape.slice(axis + 1)))
}

/** The strides with which an array is read as if it were stretched to a larger shape, as numpy broadcasts. */
export function stretched(from: Shape, to: Shape): number[] {
  const own = strides(from)
  const missing = to.length - from.length
  return to.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : own[axis - missing]!))
}

/** For every element of a shape, row by row, where a view with these steps along the axes finds it. */
export function places(shape: Shape, steps: readonly number[], first = 0): Int32Array {
  let found = Int32Array.of(first)
  for (const [axis, side] of shape.entries()) {
    const next = new Int32Array(found.length * side)
    let i = 0
    for (const place of found) for (let k = 0; k < side; k++) next[i++] = place + k * steps[axis]!
    found = next
  }
  return found
}

/** The elements at some places of an array, as an array of another shape. */
export function pick({ data }: Array64, at: Int32Array, shape: Shape): Array64 {
  const picked = zeros(shape)
  for (let i = 0; i < at.length; i++) picked.data[i] = data[at[i]!]!
  return picked
}

/** The shape of an elementwise result, as numpy broadcasts. */
export function common(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length)
  const side = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1
  return Array.from({ length: rank }, (_, axis) => (side(a, axis) === 1 ? side(b, axis) : side(a, axis)))
}
