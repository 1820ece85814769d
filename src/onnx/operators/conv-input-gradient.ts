import { type Shape, tensor } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import { convWindow } from './conv.ts'
import { convTranspose } from './conv-transpose.ts'
import type { Window } from './convolution.ts'
import { matmul } from './matmul.ts'
import { reshape } from './reshape.ts'
import { transpose } from './transpose.ts'

/**
 * Gradient of a convolution with respect to its input.
 *
 * At stride 1 it is a convolution with the kernel turned by 180 degrees and its channels exchanged, which
 * ONNX Runtime runs faster than ConvTranspose; at larger strides ConvTranspose is the fast one.
 */
export function convInputGradient(dy: Value, weight: Value, shape: Shape, at: Window): Value {
  const [rows, columns] = weight.shape.slice(2) as [number, number]
  const spans = [at.dilations[0] * (rows - 1), at.dilations[1] * (columns - 1)] as const
  const fits = at.pads.every((amount, side) => amount <= spans[side % 2]!)
  if (at.strides.some(stride => stride > 1) || !fits)
    return convTranspose(dy, weight, at, shape.slice(2) as [number, number])
  const pads = at.pads.map((amount, side) => spans[side % 2]! - amount) as unknown as Window['pads']
  return convWindow(dy, turned(weight, at.group), { ...at, pads })
}

/** Ones from corner to corner: a product with it reverses a row, three times faster than Gather takes it apart. */
function reversal({ graph }: Value, size: number): Value {
  const ones = Float32Array.from({ length: size * size }, (_, i) =>
    i % size === size - 1 - Math.floor(i / size) ? 1 : 0,
  )
  return graph.constant(tensor('float32', [size, size], ones))
}

/** The weight of the convolution that carries gradients back: taps reversed, in and out exchanged per group. */
function turned(weight: Value, group: number): Value {
  const [out, inner, rows, columns] = weight.shape as [number, number, number, number]
  const taps = rows * columns
  const grouped = reshape(weight, [group, out / group, inner, taps])
  const exchanged = reshape(transpose(grouped, [0, 2, 1, 3]), [group * inner, out / group, taps])
  const reversed = taps > 1 ? matmul(exchanged, reversal(weight, taps)) : exchanged
  return reshape(reversed, [group * inner, out / group, rows, columns])
}
