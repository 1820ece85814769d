import type { Shape } from '../../tensor/index.ts'
import type { Attributes } from '../graph.ts'

/** How a kernel moves over an image; the names and orders of ONNX. Pads are top, left, bottom, right. */
export type Window = {
  readonly strides: readonly [number, number]
  readonly dilations: readonly [number, number]
  readonly pads: readonly [number, number, number, number]
  readonly group: number
}

export type WindowOptions = {
  readonly stride?: number
  readonly dilation?: number
  /** On all four sides. */
  readonly padding?: number
  readonly group?: number
}

export function window({ stride = 1, dilation = 1, padding = 0, group = 1 }: WindowOptions): Window {
  return {
    strides: [stride, stride],
    dilations: [dilation, dilation],
    pads: [padding, padding, padding, padding],
    group,
  }
}

/** Side of what a kernel of `size` taps gives for a side of `input`, along axis 0 (rows) or 1 (columns). */
export function outputSide(
  input: number,
  size: number,
  axis: 0 | 1,
  { strides, dilations, pads }: Window,
): number {
  const span = dilations[axis] * (size - 1) + 1
  const side = Math.floor((input + pads[axis] + pads[axis + 2]! - span) / strides[axis]) + 1
  if (side < 1) throw new Error(`a window of ${span} does not fit a side of ${input}`)
  return side
}

/** Shape of a convolution's result; the weight is out × in/group × rows × columns. */
export function convolved(x: Shape, weight: Shape, at: Window): Shape {
  const [batch, channels, height, width] = x as [number, number, number, number]
  const [out, inner, rows, columns] = weight as [number, number, number, number]
  const groups = at.group === 1 ? '' : ` in ${at.group} groups`
  if (channels !== inner * at.group)
    throw new Error(`x has ${channels} channels, weight expects ${inner * at.group}${groups}`)
  if (out % at.group) throw new Error(`weight has ${out} outputs, which do not part${groups}`)
  return [batch, out, outputSide(height, rows, 0, at), outputSide(width, columns, 1, at)]
}

export const windowAttributes = ({ strides, dilations, pads, group }: Window) =>
  ({ strides, dilations, pads, group }) satisfies Attributes
