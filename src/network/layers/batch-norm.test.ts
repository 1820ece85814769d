import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { normals, relativeError } from '../../../test/interpreter/check-operator.ts'
import { directionalError } from '../../../test/interpreter/gradient-error.ts'
import { interpret } from '../../../test/interpreter/interpret.ts'
import { describeShared, shared } from '../../../test/shared.ts'
import { Graph, mul, reduceSum, type Value } from '../../onnx/index.ts'
import { Parameters } from '../parameters.ts'
import { batchNorm } from './batch-norm.ts'

const parametersOf = (graph: Graph) => new Parameters({ graph, initial: new Map(), folded: [] }, 'bn')

/** Every channel with weight 1 and bias 0. */
function normalised(x: Value, data: number[]): Float64Array {
  const y = batchNorm(x, parametersOf(x.graph))
  const channels = x.shape[1]!
  const feeds = new Map([
    [x, Float64Array.from(data)],
    [x.graph.parameters.get('bn.weight')!, new Float64Array(channels).fill(1)],
    [x.graph.parameters.get('bn.bias')!, new Float64Array(channels)],
  ])
  return interpret([y], feeds)[0]!
}

describe('batch norm by the statistics of the batch', () => {
  it('brings every channel to mean 0 and variance 1, over images and pixels', () => {
    const x = new Graph().input('x', [2, 2, 1, 2])
    const found = normalised(x, [1, 3, 10, 10, 5, 7, 10, 10])
    const step = 1 / Math.sqrt(5 + 1e-5)
    expect([...found]).toEqual([-3, -1, 0, 0, 1, 3, 0, 0].map(value => expect.closeTo(value * step, 8)))
  })

  it('has the gradients that central differences measure', () => {
    const graph = new Graph()
    const x = graph.input('x', [2, 3, 4, 5])
    const y = batchNorm(x, parametersOf(graph))
    const share = graph.input('share', y.shape)
    const values = [x, ...graph.parameters.values()]
    const feeds = new Map([...values, share].map((value, i) => [value, normals(...value.shape)(i).data]))
    expect(directionalError(reduceSum(mul(y, share)), values, feeds)).toBeLessThan(1e-6)
  })
})

describeShared('batch norm in training gives what torch gives', () => {
  it('with eps 1e-5', () => {
    const { input_shape, input, output } = JSON.parse(
      readFileSync(shared('reference/ops/cases.json'), 'utf8'),
    ).batchnorm_train
    const found = normalised(new Graph().input('x', input_shape), input)
    // Means are sums times a constant in float32.
    expect(relativeError(found, Float64Array.from(output))).toBeLessThan(1e-7)
  })
})
