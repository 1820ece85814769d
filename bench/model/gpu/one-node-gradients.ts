// Gradients of convolutions as one node each. The repository writes them with operators that ONNX Runtime has; a
// graphics card's library has kernels of its own for them. They are no operators of ONNX: such a graph is for
// executor.py alone.

import { type Attributes, type Operator, single, type Value } from '../../../src/onnx/graph.ts'
import type { Window } from '../../../src/onnx/index.ts'
import { windowAttributes } from '../../../src/onnx/operators/convolution.ts'
import type { Shape } from '../../../src/tensor/index.ts'

type OfShape = Attributes & { readonly shape: Shape }

const gradientOperator = (type: string): Operator<OfShape> => ({
  type,
  infer: ([first], { shape }) => ({ type: first!.type, shape }),
})
const buildInputGradient = single(gradientOperator('ConvInputGradient'))
const buildKernelGradient = single(gradientOperator('ConvKernelGradient'))

/** Takes the place of the function of this name in src/onnx/operators/conv-input-gradient.ts. */
export function convInputGradient(dy: Value, weight: Value, shape: Shape, at: Window): Value {
  return buildInputGradient([dy, weight], { shape, ...windowAttributes(at) })
}

/** Takes the place of the function of this name in src/onnx/operators/conv-kernel-gradient.ts. */
export function convKernelGradient(x: Value, dy: Value, shape: Shape, at: Window): Value {
  return buildKernelGradient([x, dy], { shape, ...windowAttributes(at) })
}
