import { elementCount, type Shape } from '../tensor/index.ts'
import type { Signature } from './graph.ts'

/**
 * The shape of an elementwise result, as numpy broadcasts: aligned at the last axis, a 1 stretches.
 *
 * @throws Error when two sizes differ and neither is 1
 */
export function broadcast(...shapes: Shape[]): Shape {
  const rank = Math.max(...shapes.map(shape => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = new Set(shapes.map(shape => shape[axis - rank + shape.length] ?? 1))
    sizes.delete(1)
    if (sizes.size > 1) throw new Error(`sizes ${[...sizes].join(' and ')} of axis ${axis} do not broadcast`)
    return sizes.values().next().value ?? 1
  })
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** @throws Error unless all values are of one element type */
export function sameType(...values: readonly Signature[]): void {
  const types = new Set(values.map(value => value.type))
  if (types.size > 1) throw new Error(`element types differ: ${[...types].join(', ')}`)
}

/** @throws Error unless the value has that many axes */
export function expectRank(name: string, { shape }: Signature, rank: number): void {
  if (shape.length !== rank) throw new Error(`${name} has ${shape.length} axes, expected ${rank}`)
}

/** Axes counted from the front, each once, ascending. */
export function normalAxes(axes: readonly number[], rank: number): number[] {
  const normal = axes.map(axis => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b)
  for (const [i, axis] of normal.entries())
    if (!(axis >= 0 && axis < rank) || axis === normal[i - 1])
      throw new Error(`axes ${axes.join(', ')} do not fit ${rank} axes`)
  return normal
}

/** The shape with one size of -1 replaced by what the element count leaves for it, rounded down. */
export function resolveShape(from: Shape, to: Shape): Shape {
  const known = elementCount(to.filter(size => size !== -1))
  return to.map(size => (size === -1 ? Math.floor(elementCount(from) / known) : size))
}

/** @throws Error unless the axis, counted from the front, is one that the value has */
export function expectAxis(axis: number, { shape }: Signature): void {
  if (shape[axis] === undefined) throw new Error(`axis ${axis} is not one of ${shape.length}`)
}

/** @throws Error unless indices along an axis meet data at every place: as many axes, none longer but that one */
export function expectIndices(indices: Signature, data: Signature, axis: number): void {
  expectAxis(axis, data)
  expectRank('indices', indices, data.shape.length)
  for (const [i, size] of indices.shape.entries())
    if (i !== axis && size > data.shape[i]!)
      throw new Error(`indices reach to ${size} along axis ${i}, data to ${data.shape[i]}`)
}

/** @throws Error unless scale and zero point are scalars, or have a number for each place of x along an axis */
export function expectScales(x: Signature, scale: Signature, zero: Signature, axis: number): void {
  if (scale.type !== 'float32') throw new Error(`scale is ${scale.type}, expected float32`)
  if (!['int8', 'uint8', 'int32'].includes(zero.type))
    throw new Error(`zero point is ${zero.type}, expected int8, uint8 or int32`)
  if (!sameShape(scale.shape, zero.shape)) throw new Error('scale and zero point differ in shape')
  if (scale.shape.length === 0) return
  expectAxis(axis, x)
  expectRank('scale', scale, 1)
  if (scale.shape[0] !== x.shape[axis])
    throw new Error(`${scale.shape[0]} scales for ${x.shape[axis]} places along axis ${axis}`)
}
