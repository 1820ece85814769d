import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { random } from '../../src/image/index.ts'
import { buildNetwork, fullLogits, initialWeights, networkSchema } from '../../src/network/index.ts'
import { gradients, type Value } from '../../src/onnx/index.ts'
import { loss } from '../../src/training/index.ts'
import { directionalError, one } from './gradient-error.ts'
import { interpret } from './interpret.ts'
import { runInOnnxRuntime } from './onnx-runtime.ts'

// The gradient of a loss with respect to every parameter of whole networks, with random weights.

const networks = {
  'ResNet-50 v2, stride 16, decoder, guidance on its own way': {
    backbone: { name: 'resnet50v2', outputStride: 16, guidance: 'stage1' },
    head: { name: 'decoder', width: 32, levels: [{ stride: 4, skip: 8, width: 16 }] },
    channels: 4,
    size: 32,
  },
  'ResNet-50 v2, stride 8, pyramid pooling, two classes, five channels': {
    backbone: { name: 'resnet50v2', outputStride: 8 },
    head: { name: 'psp' },
    channels: 5,
    classes: 2,
    size: 32,
  },
  'a refiner of outlines': {
    backbone: { name: 'strided', widths: [8, 12, 16], filters: [4] },
    head: { name: 'refiner' },
    channels: 4,
    size: 32,
  },
  'the released network, shortened, norms of the backbone by batch': {
    backbone: { name: 'resnet101', blocks: [1, 1, 1, 1], normalisation: 'batch' },
    head: { name: 'psp' },
    channels: 4,
    size: 32,
  },
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

describe('the gradient of a whole network', { timeout: 240_000 }, () => {
  it.each(Object.entries(networks))('%s', async (_, { size, ...config }) => {
    const parsed = v.parse(networkSchema, config)
    const network = buildNetwork(parsed, [1, config.channels, size, size])
    const { graph, input } = network
    const logits = fullLogits(network, parsed)
    const [target, weight] = [graph.input('target', logits.shape), graph.input('weight', logits.shape)]
    const scalar = loss({ logits, target, weight }, { crossEntropy: 1, softIou: 1, classBalanced: 0 })

    const next = random(1)
    const uniform = ({ shape }: Value) =>
      Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.fround(next()))
    const feeds = new Map([input, target, weight].map(value => [value, uniform(value)]))
    const parameters = [...graph.parameters.values()]
    const weights = initialWeights(network, new Map(), 1)
    for (const parameter of parameters) {
      // Biases off 0, or units that nothing reaches would lie exactly where ReLU bends.
      const shift = parameter.shape.length === 1 ? 0.1 : 0
      const { data } = weights.get(parameter.name)!
      feeds.set(
        parameter,
        Float64Array.from(data, value => Math.fround(value + shift * (next() - 0.5))),
      )
    }

    // So short a step that few units pass 0 on it.
    expect(directionalError(scalar, parameters, feeds, { step: 1e-8 })).toBeLessThan(1e-6)

    const wanted = [scalar, logits, ...gradients(scalar, parameters, one(scalar))]
    const names = ['loss', 'logits', ...parameters.map(({ name }) => name)]
    const expected = interpret(wanted, feeds)
    const found = await runInOnnxRuntime(wanted, feeds)
    // Some gradients are 0 but for rounding, such as that of a bias before a norm.
    const least = 1e-3 * Math.max(...expected.slice(2).map(largest))
    for (const [i, { shape, data }] of found.entries()) {
      expect(shape).toEqual(wanted[i]!.shape)
      const error = largest(data.map((value, k) => value - expected[i]![k]!))
      expect(error / (largest(expected[i]!) + least), names[i]).toBeLessThan(1e-3)
    }
  })
})
