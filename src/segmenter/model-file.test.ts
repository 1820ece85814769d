import { describe, expect, it } from 'vitest'
import { presets } from '../guidance/index.ts'
import { buildNetwork } from '../network/index.ts'
import { Graph, sigmoid, writeModel } from '../onnx/index.ts'
import { elementCount, tensor } from '../tensor/index.ts'
import { type Description, ModelFileError, readDescription, writeModelFile } from './model-file.ts'

const description: Description = {
  version: 1,
  name: 'small',
  network: {
    backbone: { name: 'resnet50v2', outputStride: 16, guidance: 'stage1', fourthStage: 0 },
    head: { name: 'decoder', bins: [1], branch: 8, width: 8, levels: [{ stride: 4, skip: 8, width: 8 }] },
    channels: 4,
    classes: 1,
  },
  preset: { ...presets.default, size: 32 },
  lineage: ['all zeros'],
  licence: 'none needed',
}

function zeros() {
  const { graph } = buildNetwork(description.network, [1, 4, 32, 32])
  return new Map(
    [...graph.parameters].map(([name, { shape }]) => [
      name,
      tensor('float32', shape, new Float32Array(elementCount(shape))),
    ]),
  )
}

/** A file whose graph gives back the first channel, and which says of itself what the test likes. */
function file(metadata: Record<string, string>, channels = 4): Uint8Array {
  const graph = new Graph()
  graph.output('probability', sigmoid(graph.input('input', [1, channels, 32, 32])))
  return writeModel(graph, { metadata })
}

const refusal = (bytes: Uint8Array) => expect(() => readDescription(bytes, 'cat.onnx'))

describe('a model file', () => {
  it('describes itself', () => {
    for (const precision of ['float32', 'float16'] as const)
      expect(readDescription(writeModelFile(description, zeros(), precision), 'small.onnx')).toEqual(
        description,
      )
  })

  it('reads the same from a Buffer of Node, wherever it begins in memory', () => {
    const bytes = writeModelFile(description, zeros())
    const shifted = Buffer.concat([new Uint8Array(1), bytes]).subarray(1)
    expect(readDescription(shifted, 'small.onnx')).toEqual(description)
  })

  it('is half as large in float16', () => {
    const [half, whole] = (['float16', 'float32'] as const).map(
      precision => writeModelFile(description, zeros(), precision).length,
    )
    expect(half! / whole!).toBeCloseTo(0.5, 1)
  })

  it('is not written without all weights', () => {
    const weights = zeros()
    weights.delete('conv1.weight')
    expect(() => writeModelFile(description, weights)).toThrow(
      '1 weights are missing, the first is "conv1.weight"',
    )
  })

  it('is refused when it is empty, of another tool, or without a description', () => {
    refusal(new Uint8Array()).toThrow('cat.onnx: the file is empty')
    refusal(new TextEncoder().encode('words')).toThrow(ModelFileError)
    refusal(file({})).toThrow('cat.onnx: no model; expected a file made by dextr train or dextr import')
  })

  it('is refused when its description is damaged, naming the place', () => {
    refusal(file({ dextr: '{' })).toThrow('cat.onnx: its description is damaged')
    const { preset } = description
    const foreign = { ...description, preset: { ...preset, threshold: 80 } }
    refusal(file({ dextr: JSON.stringify(foreign) })).toThrow('cat.onnx: preset.threshold')
    const fewer = { ...description, preset: { ...preset, channels: [] } }
    refusal(file({ dextr: JSON.stringify(fewer) })).toThrow('cat.onnx: network.channels')
  })

  it('is refused when its graph is another than it says', () => {
    refusal(file({ dextr: JSON.stringify(description) }, 5)).toThrow(
      'cat.onnx: "input" is 1×5×32×32, but the description says 1×4×32×32',
    )
    refusal(file({ dextr: JSON.stringify(description) })).toThrow(
      'cat.onnx: "probability" is 1×4×32×32, but the description says 1×1×32×32',
    )
  })
})
