import { describe, expect, it } from 'vitest'
import {
  awayFromZero,
  checkFloat32,
  checkOperator,
  type Draw,
  distinct,
  normals,
  positives,
} from '../../test/interpreter/check-operator.ts'
import type { Build } from '../../test/interpreter/gradient-error.ts'
import { interpret } from '../../test/interpreter/interpret.ts'
import { tensor } from '../tensor/index.ts'
import * as onnx from './index.ts'
import {
  abs,
  add,
  cast,
  concat,
  conv,
  convTranspose,
  div,
  exp,
  expand,
  Graph,
  gather,
  gatherElements,
  gradients,
  greater,
  greaterOrEqual,
  log,
  matmul,
  maximum,
  maxPool,
  mul,
  neg,
  pad,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  scaleShift,
  scatterAdd,
  sigmoid,
  sign,
  slice,
  softplus,
  sqrt,
  sub,
  swapLast,
  transpose,
  type Value,
  window,
} from './index.ts'

/** An operator, and inputs around which it is smooth. */
type Case = readonly [name: string, f: Build, inputs: readonly Draw[]]

const pool3: Build = x => maxPool(x, { size: 3, stride: 2, padding: 1 })
const places = (x: Value, shape: number[], list: number[]) =>
  x.graph.constant(tensor('int64', shape, BigInt64Array.from(list, BigInt)))

const cases: Case[] = [
  ['abs, away from 0', abs, [awayFromZero(2, 5)]],
  ['add', add, [normals(2, 3), normals(2, 3)]],
  ['add, both stretched', add, [normals(2, 1, 4), normals(3, 1)]],
  ['add, a number', x => add(x, 0.25), [normals(2, 3)]],
  ['cast between floats', x => cast(cast(x, 'float64'), 'float32'), [normals(2, 3)]],
  ['concat', (a, b, c) => concat([a, b, c], 1), [normals(2, 3, 2), normals(2, 1, 2), normals(2, 2, 2)]],
  ['concat, one value twice', a => concat([a, a], 0), [normals(2, 3)]],
  ['conv', (x, w, b) => conv(x, w, { bias: b }), [normals(2, 3, 5, 6), normals(4, 3, 3, 3), normals(4)]],
  ['conv 1×1', (x, w) => conv(x, w), [normals(2, 3, 4, 5), normals(4, 3, 1, 1)]],
  ['conv, more than a few channels', (x, w) => conv(x, w), [normals(1, 9, 5, 5), normals(2, 9, 3, 3)]],
  ['convTranspose', spread2, [normals(2, 3, 4, 3), normals(3, 2, 3, 3)]],
  ['div', div, [normals(2, 3), awayFromZero(2, 3)]],
  ['div, a number by a value', x => div(2, x), [awayFromZero(2, 3)]],
  ['div, divisor stretched', div, [normals(2, 3, 4), awayFromZero(3, 1)]],
  ['exp', exp, [normals(2, 5)]],
  ['expand', x => expand(x, [2, 3, 4]), [normals(3, 1)]],
  ['gather, a slice twice', x => gather(x, [2, 0, 2], 1), [normals(2, 3, 2)]],
  ['gatherElements', x => gatherElements(x, places(x, [2, 2], [1, 0, 1, 1]), 0), [normals(3, 2)]],
  ['log', log, [positives(2, 5)]],
  ['matmul', matmul, [normals(3, 4), normals(4, 2)]],
  ['matmul, stacks stretched', matmul, [normals(2, 1, 3, 4), normals(5, 4, 2)]],
  ['maximum, away from ties', maximum, [distinct(2, 6), normals(1, 1)]],
  ['maximum, a number', x => maximum(x, 0), [awayFromZero(2, 5)]],
  ['maxPool, away from ties', pool3, [distinct(2, 3, 7, 8)]],
  ['mul', mul, [normals(2, 3), normals(2, 3)]],
  ['mul, a value with itself', x => mul(x, x), [normals(2, 3)]],
  ['mul, second input stretched', mul, [normals(2, 3, 4), normals(3, 1)]],
  ['neg', neg, [normals(2, 5)]],
  ['pad', x => pad(x, { before: [1, 0], after: [0, 2] }), [normals(2, 3)]],
  ['reduceMean', x => reduceMean(x, [0, -1]), [normals(2, 3, 4)]],
  ['reduceSum', x => reduceSum(x, [1]), [normals(2, 3, 4)]],
  ['reduceSum, all', x => reduceSum(x), [normals(2, 3)]],
  ['relu, away from 0', relu, [awayFromZero(2, 5)]],
  ['reshape', x => reshape(x, [3, -1]), [normals(2, 3, 4)]],
  ['scaleShift', scaleShift, [normals(2, 3, 4, 2), normals(3), normals(3)]],
  [
    'scatterAdd, a place twice',
    x => scatterAdd(places(x, [2, 3], [0, 4, 0, 1, 1, 2]), x, [2, 5], 1),
    [normals(2, 3)],
  ],
  ['sigmoid', sigmoid, [normals(2, 5)]],
  ['slice', x => slice(x, { axes: [0, 1], starts: [1, 0], ends: [3, 4] }), [normals(3, 5)]],
  ['slice in steps', x => slice(x, { axes: [1], starts: [1], ends: [7], steps: [3] }), [normals(2, 8)]],
  ['softplus', softplus, [normals(2, 5)]],
  ['sqrt', sqrt, [positives(2, 5)]],
  ['sub', sub, [normals(2, 3), normals(2, 3)]],
  ['sub, from a number', x => sub(1, x), [normals(2, 3)]],
  ['swapLast', swapLast, [normals(2, 3, 4)]],
  ['transpose', x => transpose(x, [2, 0, 1]), [normals(2, 3, 4)]],
]

/** Doubled sides, as a decoder would have it. */
function spread2(x: Value, weight: Value): Value {
  const [rows, columns] = x.shape.slice(2) as [number, number]
  return convTranspose(x, weight, window({ stride: 2, padding: 1 }), [2 * rows, 2 * columns])
}

describe('an operator has the gradient that central differences measure, and so has its gradient', () => {
  for (const [name, f, inputs] of cases) it(name, () => checkOperator(f, inputs))
})

it('every operator that has a gradient is in the table', () => {
  const builds = Object.entries(onnx).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  const others = ['Graph', 'describe', 'gradients', 'readModel', 'writeModel', 'window']
  const constant = ['greater', 'greaterOrEqual', 'sign', 'quantizeLinear', 'dequantizeLinear']
  const tested = new Set(cases.map(([name]) => name.split(/[ ,]/)[0]!))
  expect(builds.filter(name => ![...others, ...constant, ...tested, 'convWindow'].includes(name))).toEqual([])
})

describe('an operator that is piecewise constant', () => {
  const constants: Case[] = [
    ['sign', x => sign(sub(x, maximum(x, 0))), [normals(2, 5)]],
    ['greater', (a, b) => cast(greater(a, b), 'float32'), [normals(2, 5), normals(5)]],
    ['greater, equal values', x => cast(greater(x, x), 'float32'), [normals(2, 5)]],
    ['greaterOrEqual', (a, b) => cast(greaterOrEqual(a, b), 'float32'), [normals(2, 5), normals(5)]],
    ['greaterOrEqual, equal values', x => cast(greaterOrEqual(x, x), 'float32'), [normals(2, 5)]],
  ]
  for (const [name, f, draws] of constants)
    it(`${name}: has a value and ends the gradient`, async () => {
      const graph = new Graph()
      const inputs = draws.map((draw, i) => draw(i))
      const parameters = inputs.map(({ shape }, i) => graph.parameter(`x${i}`, shape))
      const y = f(...parameters)
      await checkFloat32([y], new Map(parameters.map((parameter, i) => [parameter, inputs[i]!.data])))
      const sum = reduceSum(y)
      expect(() => gradients(sum, parameters, reduceSum(sum))).toThrow('"x0" has no influence on')
    })
})

describe('the gradient walk', () => {
  const graph = () => {
    const g = new Graph()
    return {
      g,
      x: g.parameter('x', [1]),
      y: g.parameter('y', [1]),
      one: g.constant(tensor('float32', [1], Float32Array.of(1))),
    }
  }
  const at = (values: Value[], feeds: [Value, number][]) =>
    interpret(values, new Map(feeds.map(([value, number]) => [value, Float64Array.of(number)]))).flatMap(
      data => [...data],
    )

  it('adds up what reaches a value on several ways', () => {
    const { x, one } = graph()
    const a = mul(x, 2)
    expect(at(gradients(add(mul(a, x), a), [x], one), [[x, 3]])).toEqual([4 * 3 + 2])
  })

  it('gives gradients of values in the middle, and of the scalar itself', () => {
    const { x, one } = graph()
    const a = mul(x, x)
    const b = mul(a, a)
    expect(at(gradients(b, [x, a, b], one), [[x, 3]])).toEqual([4 * 27, 2 * 9, 1])
  })

  it('starts from any seed', () => {
    const { x, y } = graph()
    expect(
      at(gradients(mul(x, x), [x], y), [
        [x, 3],
        [y, 10],
      ]),
    ).toEqual([60])
  })

  it('adds no nodes for values that no gradient is wanted of', () => {
    const { g, x, y, one } = graph()
    const z = mul(sigmoid(y), x)
    const before = g.nodes.length
    gradients(z, [x], one)
    expect(g.nodes.slice(before).map(node => node.operator.type)).toEqual(['Mul'])
  })

  it('refuses a value that the scalar does not depend on, by name', () => {
    const { x, y, one } = graph()
    expect(() => gradients(mul(x, 2), [x, y], one)).toThrow('gradients: "y" has no influence on "Mul:out"')
  })

  it('names nodes after the node whose gradient they carry', () => {
    const { g, x, one } = graph()
    gradients(
      g.within('head', () => sigmoid(x)),
      [x],
      one,
    )
    expect(g.nodes.map(node => node.name)).toContain('head.Sigmoid.gradient.Sub')
  })
})
