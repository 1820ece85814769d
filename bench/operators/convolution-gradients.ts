import {
  concat,
  convTranspose,
  convWindow,
  gather,
  gradients,
  matmul,
  pad,
  reduceSum,
  reshape,
  slice,
  swapLast,
  transpose,
  type Value,
  window,
} from '../../src/onnx/index.ts'
import { tensor } from '../../src/tensor/index.ts'
import type { Way } from './race.ts'

/** A square convolution of one group, padded so that stride 1 keeps the side. */
export type Convolution = {
  readonly inputs: number
  readonly outputs: number
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly side: number
}

type Four = [number, number, number, number]

export function describeConvolution({ inputs, outputs, size, stride, dilation, side }: Convolution): string {
  const how = `${stride > 1 ? ` stride ${stride}` : ''}${dilation > 1 ? ` dilation ${dilation}` : ''}`
  return `${size}×${size} ${inputs}-${outputs} at ${side}²${how}`
}

export function windowOf({ size, stride, dilation }: Convolution) {
  return window({ stride, dilation, padding: (dilation * (size - 1)) / 2 })
}

/** Ways to the gradient of the weight, from x and dy; the first is the product's. */
export function kernelGradients(convolution: Convolution): Record<string, Way> {
  const { inputs, outputs, size, stride } = convolution
  const at = windowOf(convolution)
  const shape = [outputs, inputs, size, size]
  const taps = tapsOf(convolution)
  const flat = (value: Value) => {
    const [batch, channels, height, width] = value.shape as Four
    return reshape(value, [batch, channels, height * width])
  }
  const dextr: Way = ({ x, dy }) => {
    const weight = x!.graph.constant(tensor('float32', shape))
    return gradients(convWindow(x!, weight, at), [weight], dy!)[0]!
  }

  const productPerTap: Way = ({ x, dy }) => {
    const products = taps(x!, dy!).map(met => reduceSum(matmul(flat(dy!), swapLast(flat(met))), [0]))
    return reshape(
      concat(
        products.map(product => reshape(product, [outputs, inputs, 1])),
        2,
      ),
      shape,
    )
  }

  const oneMatrix: Way = ({ x, dy }) => {
    const product = matmul(flat(dy!), swapLast(flat(concat(taps(x!, dy!), 1))))
    const perTap = reshape(reduceSum(product, [0]), [outputs, size * size, inputs])
    return reshape(transpose(perTap, [0, 2, 1]), shape)
  }

  // The batch joins the pixels, so that nothing is left to sum up.
  const channelsLast: Way = ({ x, dy }) => {
    const [batch, , height, width] = dy!.shape as Four
    const left = reshape(transpose(dy!, [1, 0, 2, 3]), [outputs, batch * height * width])
    const products = taps(x!, dy!, [1, 2]).map(met =>
      reshape(matmul(left, reshape(met, [batch * height * width, inputs])), [outputs, inputs, 1]),
    )
    return reshape(concat(products, 2), shape)
  }

  const exchangedAxes: Way = ({ x, dy }) => {
    const exchange = (value: Value) => transpose(value, [1, 0, 2, 3])
    const swapped = { ...at, strides: at.dilations, dilations: at.strides }
    const dw = exchange(convWindow(exchange(x!), exchange(dy!), swapped))
    return slice(dw, { axes: [2, 3], starts: [0, 0], ends: [size, size] })
  }

  return {
    dextr,
    'product per tap': productPerTap,
    ...(size > 1 && { 'one matrix': oneMatrix }),
    'channels last': channelsLast,
    // At 1×1 and wide windows this one takes seconds.
    ...(size > 3 || (size > 1 && stride > 1) ? { 'exchanged axes': exchangedAxes } : {}),
  }
}

/** What each tap of a kernel meets of x, whose rows and columns are made to lie on the given axes. */
function tapsOf({ size, stride, dilation }: Convolution) {
  const border = (dilation * (size - 1)) / 2
  return (x: Value, dy: Value, axes: [number, number] = [2, 3]): Value[] => {
    const amounts = [0, 1, 2, 3].map(axis => (axes.includes(axis) ? border : 0))
    const placed = axes[0] === 1 ? transpose(x, [0, 2, 3, 1]) : x
    const padded = pad(placed, { before: amounts, after: amounts })
    const sides = dy.shape.slice(2).map(side => (side - 1) * stride + 1)
    return Array.from({ length: size * size }, (_, tap) => {
      const starts = [Math.floor(tap / size) * dilation, (tap % size) * dilation]
      const ends = starts.map((start, i) => start + sides[i]!)
      return slice(padded, { axes, starts, ends, steps: [stride, stride] })
    })
  }
}

/** Ways to the gradient of x, from dy and the weight; the first is the product's. */
export function inputGradients(convolution: Convolution, batch: number): Record<string, Way> {
  const { inputs, size, stride, side } = convolution
  const at = windowOf(convolution)
  const shape = [batch, inputs, side, side]
  const dextr: Way = ({ dy, weight }) => {
    const x = dy!.graph.constant(tensor('float32', shape))
    return gradients(convWindow(x, weight!, at), [x], dy!)[0]!
  }
  const transposed: Way = ({ dy, weight }) => convTranspose(dy!, weight!, at, [side, side])
  const exchanged: Way = ({ dy, weight }) => convWindow(dy!, transpose(weight!, [1, 0, 2, 3]), window({}))
  return {
    dextr,
    ConvTranspose: transposed,
    ...(size === 1 && stride === 1 && { 'Conv, exchanged': exchanged }),
    ...(size === 3 &&
      stride === 2 && { 'Conv per phase': ({ dy, weight }: Parameters<Way>[0]) => perPhase(dy!, weight!) }),
  }
}

/** For 3×3, stride 2, padding 1: each of the four kinds of pixels of x meets taps of its own. */
function perPhase(dy: Value, weight: Value): Value {
  const [batch, , height, width] = dy.shape as Four
  const [, inputs] = weight.shape as Four
  const exchanged = transpose(weight, [1, 0, 2, 3])
  // Even lines meet the middle tap, odd ones the last of their own window and the first of the next.
  const tapsOf = [[1], [2, 0]]
  const part = (row: number, column: number) =>
    convWindow(dy, gather(gather(exchanged, tapsOf[row]!, 2), tapsOf[column]!, 3), {
      ...window({}),
      pads: [0, 0, row, column],
    })
  const rows = [0, 1].map(row => {
    const columns = [0, 1].map(column => reshape(part(row, column), [1, batch * inputs * height, width]))
    return reshape(transpose(concat(columns, 0), [1, 2, 0]), [batch * inputs, height, 1, 2 * width])
  })
  return reshape(concat(rows, 2), [batch, inputs, 2 * height, 2 * width])
}
