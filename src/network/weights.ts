import { normal, random } from '../image/index.ts'
import { elementCount, float16ToFloat32, type Tensor, tensor } from '../tensor/index.ts'
import type { NamedTensors } from '../weights/index.ts'
import type { Network } from './network.ts'

/**
 * Batch norms folded into the convolutions before them, under the convolutions' names: weight times scale, and
 * the shift as bias. A norm is given as weight, bias, running_mean and running_var, or as scale and shift.
 * Tensors of other names pass through.
 */
export function foldNorms(tensors: NamedTensors, { folded }: Pick<Network, 'folded'>): Map<string, Tensor> {
  const out = new Map(tensors)
  for (const { convolution, norm } of folded) {
    const weight = tensors.get(`${convolution}.weight`)
    const affine = scaleAndShift(tensors, norm)
    if (!weight || !affine) continue
    for (const name of tensors.keys()) if (name.startsWith(`${norm}.`)) out.delete(name)
    const [scale, shift] = affine
    const data = Float32Array.from(float32(weight))
    const perOutput = data.length / scale.length
    for (let i = 0; i < data.length; i++) data[i]! *= scale[Math.floor(i / perOutput)]!
    out.set(`${convolution}.weight`, tensor('float32', weight.shape, data))
    out.set(`${convolution}.bias`, tensor('float32', [shift.length], Float32Array.from(shift)))
  }
  return out
}

const epsilon = 1e-5

function scaleAndShift(
  tensors: NamedTensors,
  norm: string,
): [ArrayLike<number>, ArrayLike<number>] | undefined {
  const [scale, shift] = ['scale', 'shift'].map(name => tensors.get(`${norm}.${name}`))
  if (scale && shift) return [float32(scale), float32(shift)]
  const statistics = ['weight', 'bias', 'running_mean', 'running_var'].map(name =>
    tensors.get(`${norm}.${name}`),
  )
  if (statistics.some(statistic => !statistic)) return undefined
  const [gamma, beta, mean, variance] = statistics.map(statistic => float32(statistic!))
  const gain = Float64Array.from(gamma!, (g, i) => g / Math.sqrt(variance![i]! + epsilon))
  return [gain, Float64Array.from(beta!, (b, i) => b - mean![i]! * gain[i]!)]
}

/** ImageNet's mean and deviation of red, green and blue, for pixels from 0 to 1. */
const imagenet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] }

/**
 * The starting weights' scale and shift of the data (`databn`) joined with ImageNet's statistics, as one scale
 * and shift of pixels from 0 to 255 (`input`); the first convolution gets zeros for guidance channels.
 */
export function adaptInput(tensors: NamedTensors, network: Pick<Network, 'graph'>): Map<string, Tensor> {
  const out = new Map(tensors)
  const channels = network.graph.parameters.get('input.scale')?.shape[0]
  const [scale, shift] = ['databn.scale', 'databn.shift'].map(name => tensors.get(name))
  if (!channels || !scale || !shift) return out
  const [s, t] = [float32(scale), float32(shift)]
  const guidance = new Array<number>(channels - 3).fill(0)
  const { mean, deviation } = imagenet
  const gain = mean.map((_, i) => s[i]! / (255 * deviation[i]!))
  const offset = mean.map((m, i) => t[i]! - (s[i]! * m) / deviation[i]!)
  // A heatmap of 0 to 255 enters as 0 to 1.
  out.set(
    'input.scale',
    tensor('float32', [channels], Float32Array.of(...gain, ...guidance.map(() => 1 / 255))),
  )
  out.set('input.shift', tensor('float32', [channels], Float32Array.of(...offset, ...guidance)))
  out.delete('databn.scale')
  out.delete('databn.shift')
  const first = tensors.get('conv1.weight')
  const wanted = network.graph.parameters.get('conv1.weight')
  if (first && wanted) out.set('conv1.weight', widenInput(first, wanted.shape[1]!))
  return out
}

/** A convolution's weight with zeros for further input channels, or as it is. */
function widenInput(weight: Tensor, channels: number): Tensor {
  const [out, inner, rows, columns] = weight.shape as [number, number, number, number]
  if (channels <= inner) return weight
  const data = new Float32Array(out * channels * rows * columns)
  const from = float32(weight)
  const size = inner * rows * columns
  for (let o = 0; o < out; o++)
    data.set(from.subarray(o * size, (o + 1) * size), o * channels * rows * columns)
  return tensor('float32', [out, channels, rows, columns], data)
}

/**
 * Values for every parameter: from `tensors` where name and shape agree, else by its initial rule, drawn from
 * the seed and the parameter's place in the list.
 */
export function initialWeights(
  { graph, initial }: Pick<Network, 'graph' | 'initial'>,
  tensors: NamedTensors,
  seed: number,
): Map<string, Tensor<'float32'>> {
  const out = new Map<string, Tensor<'float32'>>()
  for (const [index, [name, rule]] of [...initial].entries()) {
    const { shape } = graph.parameters.get(name)!
    const given = tensors.get(name)
    if (given && given.shape.join() === shape.join())
      out.set(name, tensor('float32', shape, Float32Array.from(float32(given))))
    else if (rule.kind === 'constant')
      out.set(name, tensor('float32', shape, new Float32Array(elementCount(shape)).fill(rule.value)))
    else {
      const deviation = Math.sqrt(2 / elementCount(shape.slice(1)))
      const next = random(seed, index)
      out.set(
        name,
        tensor(
          'float32',
          shape,
          Float32Array.from({ length: elementCount(shape) }, () => normal(next) * deviation),
        ),
      )
    }
  }
  return out
}

function float32({ type, data }: Tensor): Float32Array {
  if (type === 'float16') return float16ToFloat32(data as Uint16Array)
  return data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>)
}
