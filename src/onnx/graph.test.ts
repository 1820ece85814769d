import { describe, expect, it } from 'vitest'
import { tensor } from '../tensor/index.ts'
import {
  concat,
  conv,
  convTranspose,
  dequantizeLinear,
  Graph,
  gather,
  gatherElements,
  gradients,
  matmul,
  maxPool,
  mul,
  pad,
  quantizeLinear,
  reduceSum,
  relu,
  reshape,
  scaleShift,
  scatterAdd,
  describe as signature,
  slice,
  transpose,
  type Value,
  window,
} from './index.ts'

const graphOf = (...shapes: number[][]) => {
  const graph = new Graph()
  return { graph, values: shapes.map((shape, i) => graph.input('xyz'[i]!, shape)) as [Value, Value, Value] }
}
const ints = (...list: number[]) => tensor('int64', [list.length], BigInt64Array.from(list, BigInt))

describe('an error names the operator, the place in the network and all shapes', () => {
  it('at a place', () => {
    const graph = new Graph()
    const x = graph.input('x', [1, 1024, 64, 64])
    const weight = graph.parameter('weight', [512, 512, 3, 3])
    expect(() => graph.within('layer4.0', () => graph.within('conv2', () => conv(x, weight)))).toThrow(
      new RangeError(
        'Conv "layer4.0.conv2": x has 1024 channels, weight expects 512 (x 1×1024×64×64, weight 512×512×3×3)',
      ),
    )
  })

  it('at no place', () => {
    const { values } = graphOf([2, 3], [4])
    expect(() => mul(values[0], values[1])).toThrow(
      new RangeError('Mul: sizes 3 and 4 of axis 1 do not broadcast (x 2×3, y 4)'),
    )
  })

  it('with element types other than float32', () => {
    const { graph, values } = graphOf([2])
    expect(() => mul(values[0], graph.constant(ints(1, 2)))).toThrow(
      'Mul: element types differ: float32, int64 (x 2, constant:0 int64 2)',
    )
  })

  const wrong: [message: string, build: (...values: Value[]) => unknown, ...shapes: number[][]][] = [
    [
      'Concat: shapes differ in another axis than 1 (x 2×3, y 4×3)',
      (x, y) => concat([x!, y!]),
      [2, 3],
      [4, 3],
    ],
    ['Concat: axis 2 is not one of 2 (x 2×3, y 2×3)', (x, y) => concat([x!, y!], 2), [2, 3], [2, 3]],
    ['Conv: x has 3 axes, expected 4', (x, y) => conv(x!, y!), [1, 2, 3], [1, 2, 3, 3]],
    [
      'Conv: bias has shape 3, weight has 4 outputs',
      (x, y, z) => conv(x!, y!, { bias: z! }),
      [1, 2, 3, 3],
      [4, 2, 1, 1],
      [3],
    ],
    [
      'Conv: x has 5 channels, weight expects 6 in 2 groups',
      (x, y) => conv(x!, y!, { group: 2 }),
      [1, 5, 3, 3],
      [4, 3, 1, 1],
    ],
    [
      'Conv: weight has 3 outputs, which do not part in 2 groups',
      (x, y) => conv(x!, y!, { group: 2 }),
      [1, 4, 3, 3],
      [3, 2, 1, 1],
    ],
    [
      'Conv: a window of 5 does not fit a side of 4',
      (x, y) => conv(x!, y!, { dilation: 2 }),
      [1, 2, 4, 9],
      [1, 2, 3, 3],
    ],
    [
      'ConvTranspose: x has 2 channels, weight expects 3',
      (x, y) => convTranspose(x!, y!, window({}), [3, 3]),
      [1, 2, 3, 3],
      [3, 2, 1, 1],
    ],
    [
      'ConvTranspose: a side of 6 does not hold 2 windows',
      (x, y) => convTranspose(x!, y!, window({ stride: 2 }), [5, 6]),
      [1, 2, 3, 2],
      [2, 2, 1, 1],
    ],
    ['Gather: index 3 is not inside axis 1 of size 3', x => gather(x!, [0, 3], 1), [2, 3]],
    ['Gather: axis -1 is not one of 2', x => gather(x!, [0], -1), [2, 3]],
    [
      'GatherElements: indices has 1 axes, expected 2',
      x => gatherElements(x!, x!.graph.constant(ints(0)), 0),
      [2, 3],
    ],
    ['MatMul: 3 columns meet 4 rows (x 2×3, y 4×5)', (x, y) => matmul(x!, y!), [2, 3], [4, 5]],
    ['MatMul: both factors need two axes or more', (x, y) => matmul(x!, y!), [3], [3, 5]],
    [
      'MaxPool: padding 2, 2, 2, 2 holds whole windows of 2×2',
      x => maxPool(x!, { size: 2, stride: 1, padding: 2 }),
      [1, 1, 4, 4],
    ],
    [
      'Pad: padding 1, 0, 0, -1 does not fit 2 axes',
      x => pad(x!, { before: [1, 0], after: [0, -1] }),
      [2, 3],
    ],
    [
      'QuantizeLinear: zero point is float32, expected int8, uint8 or int32',
      (x, y, z) => quantizeLinear(x!, y!, z!),
      [2, 3],
      [],
      [],
    ],
    [
      'DequantizeLinear: 4 scales for 3 places along axis 1 (x 2×3',
      (x, y) => dequantizeLinear(x!, y!, y!.graph.constant(tensor('int8', [4])), 1),
      [2, 3],
      [4],
    ],
    [
      'DequantizeLinear: x is float32, its zero point int8',
      (x, y) => dequantizeLinear(x!, y!, y!.graph.constant(tensor('int8', []))),
      [2, 3],
      [],
    ],
    ['ReduceSum: axes 0, 2 do not fit 2 axes (x 2×3', x => reduceSum(x!, [0, 2]), [2, 3]],
    ['ReduceSum: axes 1, -1 do not fit 2 axes', x => reduceSum(x!, [1, -1]), [2, 3]],
    ['Reshape: 6 elements do not fill 4×1 (x 2×3', x => reshape(x!, [4, -1]), [2, 3]],
    [
      'BatchNormalization: "y" is not one number for each of the 2 channels of x',
      (x, y, z) => scaleShift(x!, y!, z!),
      [1, 2, 3, 3],
      [3],
      [2],
    ],
    [
      'ScatterElements: indices reach to 3 along axis 1, data to 2',
      x => scatterAdd(x!.graph.constant(tensor('int64', [1, 3])), x!, [1, 2], 0),
      [1, 3],
    ],
    [
      'ScatterElements: indices and updates differ in shape',
      x => scatterAdd(x!.graph.constant(ints(0, 1)), x!, [4], 0),
      [3],
    ],
    [
      'Slice: 1:4:1 is not inside axis 1 of size 3',
      x => slice(x!, { axes: [1], starts: [1], ends: [4] }),
      [2, 3],
    ],
    [
      'Slice: 2:2:1 is not inside axis 1 of size 3',
      x => slice(x!, { axes: [1], starts: [2], ends: [2] }),
      [2, 3],
    ],
    ['Transpose: permutation 0, 0 does not name every axis once', x => transpose(x!, [0, 0]), [2, 3]],
    ['Transpose: permutation 0, -1 does not name every axis once', x => transpose(x!, [0, -1]), [2, 3]],
  ]
  for (const [message, build, ...shapes] of wrong)
    it(message, () => {
      const { values } = graphOf(...shapes)
      expect(() => build(...values)).toThrow(RangeError)
      expect(() => build(...values)).toThrow(message)
    })

  it('for a value of another graph', () => {
    const [x, y] = [graphOf([2]).values[0], new Graph().input('foreign', [2])]
    expect(() => x.graph.within('head', () => mul(x, y))).toThrow(
      new RangeError('Mul "head": "foreign" is from another graph'),
    )
  })

  it('for a gradient whose seed has another shape than the scalar', () => {
    const { graph, values } = graphOf([2])
    expect(() => gradients(reduceSum(values[0]), values, graph.constant(tensor('float32', [])))).toThrow(
      new RangeError('gradients: seed is scalar, expected 1 as "ReduceSum:out"'),
    )
  })

  it('and nothing is added', () => {
    const { graph, values } = graphOf([2, 3], [4])
    expect(() => mul(values[0], values[1])).toThrow()
    expect(graph.nodes).toEqual([])
    expect(relu(values[0]).name).toBe('Relu:out')
  })
})

describe('names', () => {
  it('are unique, and say the place', () => {
    const { graph, values } = graphOf([2])
    const twice = () => graph.within('stem', () => [relu(values[0]), relu(values[0])])
    const names = [...twice(), ...twice(), relu(values[0])].map(value => value.name)
    expect(names).toEqual([
      'stem.Relu:out',
      'stem.Relu_1:out',
      'stem.Relu_2:out',
      'stem.Relu_3:out',
      'Relu:out',
    ])
  })

  it('keep out of the way of parameters', () => {
    const graph = new Graph()
    const x = graph.parameter('Relu', [2])
    graph.parameter('Relu_1', [2])
    expect([relu(x), relu(x)].map(({ node }) => node!.name)).toEqual(['Relu_1_1', 'Relu_2'])
  })

  it('of inputs, parameters and outputs are refused when they are taken', () => {
    const { graph, values } = graphOf([2])
    graph.output('y', values[0])
    expect(() => graph.input('x', [2])).toThrow(new RangeError('graph: the name "x" is taken'))
    expect(() => graph.parameter('x', [2])).toThrow('graph: the name "x" is taken')
    expect(() => graph.output('x', values[0])).toThrow('graph: the name "x" is taken')
    expect(() => graph.output('y', values[0])).toThrow('graph: a second output is called "y"')
  })

  it('with a colon are kept for values inside', () => {
    const { graph, values } = graphOf([2])
    const refused = 'graph: the name "constant:0" has a colon, which marks inner names'
    expect(() => graph.input('constant:0', [2])).toThrow(new RangeError(refused))
    expect(() => graph.parameter('constant:0', [2])).toThrow(refused)
    expect(() => graph.output('constant:0', values[0])).toThrow(refused)
  })

  it('of places end with an error in them', () => {
    const { graph, values } = graphOf([2])
    expect(() => graph.within('a', () => graph.within('b', () => reshape(values[0], [3])))).toThrow('"a.b"')
    expect(relu(values[0]).name).toBe('Relu:out')
  })
})

describe('constants', () => {
  it('that are small and equal are kept once', () => {
    const graph = new Graph()
    expect(graph.constant(ints(1, 2))).toBe(graph.constant(ints(1, 2)))
    expect(graph.constants).toHaveLength(1)
  })

  it('that differ in type, shape or a number are kept apart', () => {
    const graph = new Graph()
    const all = [
      tensor('float32', [2]),
      tensor('float32', [1, 2]),
      tensor('int32', [2]),
      tensor('float32', [2], Float32Array.of(0, 1)),
      tensor('float32', [2], Float32Array.of(0, -0)),
    ].map(constant => graph.constant(constant))
    expect(new Set(all).size).toBe(5)
  })

  it('that are large are kept once for one array, and apart for another view of it', () => {
    const graph = new Graph()
    const data = new Uint8Array(100)
    const first = graph.constant(tensor('uint8', [100], data))
    expect(graph.constant(tensor('uint8', [100], data))).toBe(first)
    expect(graph.constant(tensor('uint8', [10, 10], data))).not.toBe(first)
    expect(graph.constant(tensor('bool', [100], data))).toMatchObject({ type: 'bool' })
    expect(graph.constant(tensor('uint8', [100]))).not.toBe(first)
  })

  it('for numbers have the rank of the other operand', () => {
    const { graph, values } = graphOf([2, 3, 1, 1])
    mul(values[0], 0.5)
    expect(graph.constants.map(({ shape }) => shape)).toEqual([[1, 1, 1, 1]])
  })

  it('are never made of two numbers', () => {
    expect(() => mul(1, 2)).toThrow(TypeError)
  })
})

it('what changes nothing adds no node', () => {
  const { graph, values } = graphOf([2, 3])
  const [x] = values
  expect(reshape(x, [2, -1])).toBe(x)
  expect(reduceSum(x, [])).toBe(x)
  expect(pad(x, { before: [0, 0], after: [0, 0] })).toBe(x)
  expect(slice(x, { axes: [0, 1], starts: [0, 0], ends: [2, 3] })).toBe(x)
  expect(concat([x])).toBe(x)
  expect(graph.nodes).toEqual([])
})

it('a value is described by type and shape as errors print them', () => {
  expect(signature({ type: 'float32', shape: [1, 4, 256, 256] })).toBe('1×4×256×256')
  expect(signature({ type: 'int64', shape: [] })).toBe('int64 scalar')
})
