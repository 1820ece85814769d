import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-node'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork, foldNorms, fullLogits, networkSchema } from '../src/network/index.ts'
import { gradients, reshape, writeModel } from '../src/onnx/index.ts'
import { type Tensor, tensor } from '../src/tensor/index.ts'
import { classBalancedCrossEntropy } from '../src/training/index.ts'
import { readPth, writePth } from '../src/weights/index.ts'
import { checksum, fillParameter, networkInput, trainingBatch } from './hash-fill.ts'
import { referenceArray, relativeError } from './npy.ts'
import { shared, sharedIsHere } from './shared.ts'

// The released network with the parameters of RULE.md, against logits and gradients of the original code.

type Blocks = [number, number, number, number]

const config = (blocks: Blocks, normalisation: 'folded' | 'batch') =>
  v.parse(networkSchema, {
    backbone: { name: 'resnet101', blocks, normalisation },
    head: { name: 'psp', normalisation },
    channels: 4,
  })

/** A file as torch.save makes it, with every tensor of the state dictionary. */
function filledPth(blocks: Blocks): Uint8Array {
  const all: { name: string; shape: number[] }[] = JSON.parse(
    readFileSync(shared('reference/network/state_dict.json'), 'utf8'),
  )
  const used = all.filter(({ name }) => {
    const [, stage, block] = /^layer([1-4])\.(\d+)\./.exec(name) ?? []
    return stage === undefined || Number(block) < blocks[Number(stage) - 1]!
  })
  return writePth(
    new Map(used.map(({ name, shape }) => [name, tensor('float32', shape, fillParameter(name, shape))])),
  )
}

async function run(
  model: Uint8Array,
  feeds: Record<string, Tensor>,
): Promise<ort.InferenceSession.OnnxValueMapType> {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 })
  const inputs = Object.entries(feeds).map(([name, { data, shape }]) => [
    name,
    new ort.Tensor('float32', data as Float32Array, shape),
  ])
  const outputs = await session.run(Object.fromEntries(inputs))
  await session.release()
  return outputs
}

describe.skipIf(!sharedIsHere)('the released network, read from a .pth file', { timeout: 120_000 }, () => {
  const full: Blocks = [3, 4, 23, 3]
  const files = new Map<string, Uint8Array>()
  beforeAll(() => {
    for (const blocks of [full, [1, 1, 1, 1], [1, 2, 2, 1]] as Blocks[])
      files.set(blocks.join(''), filledPth(blocks))
  })

  it.each([
    ['full_512x512', full, [1, 4, 512, 512]],
    ['full_128x128', full, [1, 4, 128, 128]],
    ['full_96x160', full, [2, 4, 96, 160]],
    ['tiny_1111_64x64', [1, 1, 1, 1], [1, 4, 64, 64]],
    ['tiny_1221_72x104', [1, 2, 2, 1], [2, 4, 72, 104]],
  ] as [string, Blocks, [1 | 2, 4, number, number]][])(
    'gives the logits of %s',
    async (name, blocks, shape) => {
      const [batch, , height, width] = shape
      const network = buildNetwork(config(blocks, 'folded'), shape)
      network.graph.output('logits', network.logits)
      const weights = foldNorms(readPth(files.get(blocks.join(''))!, `${name}.pth`), network)
      expect([...network.graph.parameters.keys()].filter(key => !weights.has(key))).toEqual([])
      const images = ([0, 1] as const)
        .slice(0, batch)
        .flatMap(variant => [...networkInput(height, width, variant)])
      const input = tensor('float32', shape, Float32Array.from(images))
      const { logits } = await run(writeModel(network.graph, { weights }), { input })
      const reference = referenceArray(`network/${name}_logits_f64.npy`)
      expect(logits!.dims).toEqual(reference.shape)
      expect(relativeError(logits!.data as Float32Array, reference.data as Float64Array)).toBeLessThan(1e-4)
    },
  )
})

type Reference = {
  input_shape: [number, number, number, number]
  layers: Blocks
  f64: { loss: number; grads: Record<string, { l2: number; checksum: number; first4: number[] }> }
}

describe.skipIf(!sharedIsHere)(
  'a training batch of the released network, with batch statistics',
  { timeout: 240_000 },
  () => {
    const references: Record<string, Reference> = sharedIsHere
      ? JSON.parse(readFileSync(shared('reference/network/train_step.json'), 'utf8'))
      : {}

    it.each(Object.entries(references))('%s: loss and gradients', async (name, reference) => {
      const { input_shape, layers, f64 } = reference
      const [batch, , height, width] = input_shape
      const network = buildNetwork(config(layers, 'batch'), input_shape)
      const { graph } = network
      const logits = fullLogits(network, config(layers, 'batch'))
      const target = graph.input('target', logits.shape)
      const weight = graph.constant(
        tensor('float32', logits.shape, new Float32Array(batch * height * width).fill(1)),
      )
      const loss = classBalancedCrossEntropy({ logits, target, weight })
      graph.output('loss', reshape(loss, [1]))
      const names = Object.keys(f64.grads)
      const one = graph.constant(tensor('float32', [1, 1, 1, 1], Float32Array.of(1)))
      for (const [i, gradient] of gradients(
        loss,
        names.map(key => graph.parameters.get(key)!),
        one,
      ).entries())
        graph.output(`gradient.${names[i]}`, gradient)

      const weights = new Map(
        [...graph.parameters].map(([key, { shape }]) => [
          key,
          tensor('float32', shape, fillParameter(key, shape)),
        ]),
      )
      const labels = referenceArray(`network/${name}_train_labels_u8.npy`)
      const outputs = await run(writeModel(graph, { weights }), {
        input: tensor('float32', input_shape, trainingBatch(batch, height, width)),
        target: tensor('float32', logits.shape, Float32Array.from(labels.data as Uint8Array)),
      })

      expect(outputs.loss!.data[0]).toBeCloseTo(f64.loss, 1)
      for (const key of names) {
        const gradient = outputs[`gradient.${key}`]!.data as Float32Array
        const { l2, checksum: sum } = f64.grads[key]!
        // Random signs leave a checksum far less exact than a norm: torch's own float32 is off by up to 1.1e-2.
        expect(Math.abs(Math.hypot(...norms(gradient)) / l2 - 1), `norm of ${key}`).toBeLessThan(1e-3)
        expect(Math.abs(checksum(gradient) - sum) / l2, `checksum of ${key}`).toBeLessThan(1.5e-2)
      }
    })
  },
)

/** Norms of pieces short enough to spread. */
function norms(values: Float32Array): number[] {
  const out: number[] = []
  for (let i = 0; i < values.length; i += 65536) out.push(Math.hypot(...values.subarray(i, i + 65536)))
  return out
}
