import { type GuidanceChannel, presets } from '../src/guidance/index.ts'
import { normal, random } from '../src/image/index.ts'
import { add, conv, Graph, relu, sigmoid, type Value, writeModel } from '../src/onnx/index.ts'
import type { Description } from '../src/segmenter/index.ts'
import { elementCount, tensor } from '../src/tensor/index.ts'

export type RedModelOptions = {
  readonly channels?: readonly GuidanceChannel[]
  readonly size?: number
  readonly layers?: number
  readonly width?: number
  /** Whether it is a model for refining, which looks at red alone and not at the estimate. */
  readonly refines?: boolean
}

/**
 * A model file that needs no training: what is red is the object. A few layers with random weights add a little, so
 * that runtimes have something to compute; many wide ones make it slow. An include click, an earlier mask count for
 * the object, an exclude click against it.
 */
export function redModel({
  refines = false,
  channels = refines ? ['previous'] : ['points'],
  size = 64,
  layers = 4,
  width = 16,
}: RedModelOptions = {}) {
  const graph = new Graph()
  const input = graph.input('input', [1, 3 + channels.length, size, size])
  const next = random(1)
  const constant = (shape: number[], value: (i: number) => number) =>
    graph.constant(
      tensor(
        'float32',
        shape,
        Float32Array.from({ length: elementCount(shape) }, (_, i) => value(i)),
      ),
    )
  const convolution = (x: Value, out: number, weight: (i: number) => number, side: 1 | 3, bias = 0) =>
    conv(x, constant([out, x.shape[1]!, side, side], weight), {
      padding: (side - 1) / 2,
      bias: constant([out], () => bias),
    })
  const gain = { points: 0, box: 0, include: 100, exclude: -100, previous: refines ? 0 : 100 }
  const red = [0.4, -0.2, -0.2, ...channels.map(channel => gain[channel])]
  let x = convolution(input, width, () => normal(next) / 64, 1)
  for (let layer = 0; layer < layers; layer++)
    x = relu(convolution(x, width, () => normal(next) / Math.sqrt(4.5 * width), 3))
  const little = convolution(x, 1, () => normal(next) / 4 / width, 1)
  graph.output(
    'probability',
    sigmoid(
      add(
        convolution(input, 1, i => red[i]!, 1, -20),
        little,
      ),
    ),
  )
  return writeModel(graph, {
    metadata: { dextr: JSON.stringify(redDescription({ channels, size, refines })) },
  })
}

/** It names a network of the schema, though its graph is another. */
function redDescription({
  channels,
  size,
  refines,
}: Required<Pick<RedModelOptions, 'channels' | 'size' | 'refines'>>): Description {
  return {
    version: 1,
    name: 'red',
    network: {
      backbone: { name: 'resnet101', blocks: [1, 1, 1, 1], normalisation: 'folded' },
      head: { name: 'psp', normalisation: 'folded' },
      channels: 3 + channels.length,
      classes: 1,
    },
    preset: { ...presets.default, channels, size, ...(refines && { margin: { share: 0, pixels: 0 } }) },
    lineage: ['written by hand'],
    licence: 'MIT',
  }
}
