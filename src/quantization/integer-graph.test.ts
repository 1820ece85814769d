import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBinary } from '@bufbuild/protobuf'
import { ModelProtoSchema } from 'onnx-buf'
import * as ort from 'onnxruntime-node'
import { afterAll, describe, expect, it } from 'vitest'
import { interpret } from '../../test/interpreter/interpret.ts'
import { normal, random } from '../image/index.ts'
import { add, concat, conv, Graph, maxPool, relu, scaleShift, sigmoid, writeModel } from '../onnx/index.ts'
import { elementCount, type Tensor, tensor } from '../tensor/index.ts'
import { integerGraph } from './integer-graph.ts'
import { integerPlan } from './plan.ts'
import { type Range, widened } from './range.ts'

/** All that a network of ours has: a stem, a unit that norms before it convolves, a way around, a decoder. */
function network() {
  const graph = new Graph()
  const convolution = (name: string, x: ReturnType<Graph['input']>, out: number, size = 1) =>
    graph.within(name, () =>
      conv(x, graph.parameter(`${name}.weight`, [out, x.shape[1]!, size, size]), {
        padding: (size - 1) / 2,
        bias: graph.parameter(`${name}.bias`, [out]),
      }),
    )
  const input = graph.input('input', [1, 4, 16, 16])
  const stem = maxPool(relu(convolution('stem', input, 8, 3)), { size: 2, stride: 2 })
  const norm = relu(scaleShift(stem, graph.parameter('norm.scale', [8]), graph.parameter('norm.shift', [8])))
  const around = add(convolution('unit', norm, 8, 3), stem)
  const joined = concat([relu(convolution('left', around, 4)), relu(convolution('right', around, 4))])
  const logits = convolution('logits', relu(convolution('mix', joined, 8, 3)), 1)
  graph.output('probability', sigmoid(logits))
  return { graph, input, logits }
}

const { graph, input, logits } = network()
const next = random(1)
const weights = new Map<string, Tensor<'float32'>>(
  [...graph.parameters].map(([name, { shape }]) => {
    const deviation = shape.length === 4 ? Math.sqrt(2 / elementCount(shape.slice(1))) : 0.5
    const data = Float32Array.from({ length: elementCount(shape) }, () => deviation * normal(next))
    return [name, tensor('float32', shape, data)]
  }),
)
const image = Float32Array.from({ length: 4 * 16 * 16 }, next)
const { bytes } = integerPlan({ graph, logits })
const [probability, ...seen] = interpret(
  [graph.outputs.get('probability')!, ...bytes],
  new Map([
    [input, Float64Array.from(image)],
    ...[...graph.parameters].map(
      ([name, value]) => [value, Float64Array.from(weights.get(name)!.data)] as const,
    ),
  ]),
)
const ranges = new Map<string, Range>(
  [...bytes].map(({ name }, i) => [
    name,
    widened({ least: 0, greatest: 0 }, Float32Array.from(seen[i]!), name),
  ]),
)
const made = integerGraph({ graph, logits }, weights, ranges)
const file = writeModel(made.graph, { weights: made.weights })

const folder = mkdtempSync(join(tmpdir(), 'dextr-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a network with integers', () => {
  it('answers nearly as the network does', async () => {
    const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1 })
    const results = await session.run({ input: new ort.Tensor('float32', image, input.shape) })
    const answer = results.probability!.data as Float32Array
    const differences = answer.map((value, i) => Math.abs(value - probability![i]!))
    expect(Math.max(...differences)).toBeLessThan(0.05)
    await session.release()
  })

  it('keeps bytes from the input to the last layer, whose logits are float', async () => {
    const optimizedModelFilePath = join(folder, 'optimised.onnx')
    const options = { intraOpNumThreads: 1, optimizedModelFilePath, logSeverityLevel: 3 } as const
    const session = await ort.InferenceSession.create(file, options)
    await session.release()
    const { graph: optimised } = fromBinary(ModelProtoSchema, readFileSync(optimizedModelFilePath))
    const operators = optimised!.node.map(({ opType }) => opType)
    const count = (...types: string[]) => operators.filter(type => types.includes(type)).length
    expect(count('QLinearConv')).toBe(6) // the norm among them
    expect(count('QLinearAdd')).toBe(1)
    expect(count('QLinearConcat')).toBe(1)
    expect(count('QuantizeLinear', 'DequantizeLinear')).toBe(2)
    expect(count('Conv', 'FusedConv')).toBe(1)
    expect(count('Relu', 'BatchNormalization', 'Add', 'Concat')).toBe(0)
  })

  it('has int8 weights with a scale for each output, and 32 bits for biases', () => {
    const types = [...made.weights].map(([name, { type, shape }]) => [name, type, shape.join('×')])
    expect(types).toContainEqual(['stem.weight', 'int8', '8×4×3×3'])
    expect(types).toContainEqual(['stem.bias', 'int32', '8'])
    expect(types).toContainEqual(['norm.scale', 'int8', '8×1×1×1'])
    expect(types).toContainEqual(['logits.weight', 'float32', '1×8×1×1'])
    const { scale } = made.graph.nodes
      .filter(({ operator }) => operator.type === 'DequantizeLinear')
      .map(({ inputs: [x, scale] }) => ({ x, scale }))
      .find(({ x }) => x!.name === 'stem.weight')!
    expect(scale!.shape).toEqual([8])
  })
})
