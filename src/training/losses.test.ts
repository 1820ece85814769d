import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpret } from '../../test/interpreter/interpret.ts'
import { runInOnnxRuntime } from '../../test/interpreter/onnx-runtime.ts'
import { describeShared, shared, sharedIsHere } from '../../test/shared.ts'
import { Graph, gradients, type Value } from '../onnx/index.ts'
import { tensor } from '../tensor/index.ts'
import {
  type ClassBalancedOptions,
  classBalancedCrossEntropy,
  crossEntropy,
  type LossInputs,
  loss,
  softIou,
} from './losses.ts'

type Case = {
  name: string
  shape: [number, number, number, number]
  output: number[]
  label: number[]
  void: number[] | null
  options: { size_average: boolean; batch_average: boolean }
  loss: number
  grad: number[]
}

/** A loss of given logits, targets and weights, with its gradient for the logits. */
function lossGraph(shape: readonly number[], build: (inputs: LossInputs) => Value) {
  const graph = new Graph()
  const inputs = {
    logits: graph.input('logits', shape),
    target: graph.input('target', shape),
    weight: graph.input('weight', shape),
  }
  const value = build(inputs)
  const one = graph.constant(tensor('float32', [1, 1, 1, 1], Float32Array.of(1)))
  const [gradient] = gradients(value, [inputs.logits], one)
  return { inputs, wanted: [value, gradient!] }
}

function feeds({ logits, target, weight }: LossInputs, values: Record<keyof LossInputs, readonly number[]>) {
  return new Map([
    [logits, Float64Array.from(values.logits)],
    [target, Float64Array.from(values.target)],
    [weight, Float64Array.from(values.weight)],
  ])
}

describeShared('class-balanced cross entropy, against the released code', () => {
  const { cases }: { cases: Case[] } = sharedIsHere
    ? JSON.parse(readFileSync(shared('reference/loss/cases.json'), 'utf8'))
    : { cases: [] }

  it.each(cases)('$name', async c => {
    const { batch_average, size_average } = c.options
    const average = size_average ? 'pixels' : batch_average ? 'batch' : 'none'
    const options: ClassBalancedOptions = { counts: 'all', average }
    const { inputs, wanted } = lossGraph(c.shape, all => classBalancedCrossEntropy(all, options))
    const weight = c.void ? c.void.map(value => 1 - value) : c.label.map(() => 1)
    const values = feeds(inputs, { logits: c.output, target: c.label, weight })
    const [value, gradient] = interpret(wanted, values)
    const [single] = await runInOnnxRuntime(wanted, values)
    if (Number.isNaN(Number(c.loss))) {
      expect(value![0]).toBeNaN()
      return
    }
    expect(Math.abs(value![0]! - c.loss)).toBeLessThanOrEqual(1e-7 * Math.abs(c.loss))
    expect(Math.abs(single!.data[0]! - c.loss)).toBeLessThanOrEqual(1e-5 * Math.abs(c.loss))
    const largest = Math.max(...c.grad.map(Math.abs))
    for (const [i, expected] of c.grad.entries())
      expect(Math.abs(gradient![i]! - expected)).toBeLessThanOrEqual(1e-7 * largest)
  })
})

describe('losses leave void out', () => {
  const shape = [2, 1, 3, 4]
  const pixels = 24
  const numbers = (min: number, max: number) =>
    fc.array(fc.double({ min, max, noNaN: true }), { minLength: pixels, maxLength: pixels })
  const scenes = fc.record({
    logits: numbers(-8, 8),
    target: numbers(0, 1),
    weight: fc.array(fc.constantFrom(0, 1), { minLength: pixels, maxLength: pixels }),
    elsewhere: numbers(-8, 8),
  })

  it.each([
    ['class-balanced cross entropy', classBalancedCrossEntropy],
    ['cross entropy', crossEntropy],
    ['soft IoU', softIou],
  ] as const)('%s does not depend on void pixels, nor do its gradients reach them', (_, build) => {
    const { inputs, wanted } = lossGraph(shape, all => build(all))
    fc.assert(
      fc.property(scenes, ({ logits, target, weight, elsewhere }) => {
        const other = logits.map((logit, i) => (weight[i] ? logit : elsewhere[i]!))
        const [value, gradient] = interpret(wanted, feeds(inputs, { logits, target, weight }))
        const [again] = interpret(wanted, feeds(inputs, { logits: other, target, weight }))
        expect(again![0]).toBeCloseTo(value![0]!, 9)
        for (let i = 0; i < pixels; i++) if (!weight[i]) expect(Math.abs(gradient![i]!)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

describe('loss', () => {
  it('is the sum of its terms by their factors', () => {
    const shape = [1, 1, 2, 2]
    const values = { logits: [2, -1, 0.5, -3], target: [1, 0, 0.25, 1], weight: [1, 1, 1, 0] }
    const lossValue = (build: (inputs: LossInputs) => Value) => {
      const { inputs, wanted } = lossGraph(shape, build)
      return interpret(wanted, feeds(inputs, values))[0]![0]!
    }
    const both = lossValue(all => loss(all, { classBalanced: 0, crossEntropy: 2, softIou: 0.5 }))
    expect(both).toBeCloseTo(2 * lossValue(crossEntropy) + 0.5 * lossValue(softIou), 12)
  })

  it('refuses a configuration without any term', () => {
    const none = { classBalanced: 0, crossEntropy: 0, softIou: 0 }
    expect(() => lossGraph([1, 1, 2, 2], all => loss(all, none))).toThrow('every term has the factor 0')
  })
})
