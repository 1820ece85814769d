import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkOperator, normals, relativeError } from '../../../test/interpreter/check-operator.ts'
import { interpret } from '../../../test/interpreter/interpret.ts'
import { describeShared, shared, sharedIsHere } from '../../../test/shared.ts'
import { Graph } from '../../onnx/index.ts'
import { adaptiveAveragePool } from './adaptive-pool.ts'

describe('adaptive average pooling', () => {
  it('averages parts that overlap where the bins do not divide the side', () => {
    const x = new Graph().input('x', [1, 1, 3, 3])
    const image = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]
    const [found] = interpret([adaptiveAveragePool(x, 2)], new Map([[x, Float64Array.from(image.flat())]]))
    expect([...found!]).toEqual([3, 4, 6, 7])
  })

  it('repeats pixels where there are more bins than pixels', () => {
    const x = new Graph().input('x', [1, 1, 1, 2])
    const [found] = interpret([adaptiveAveragePool(x, 4)], new Map([[x, Float64Array.of(1, 2)]]))
    expect([...found!.slice(0, 4)]).toEqual([1, 1, 2, 2])
  })

  it('has the gradient that central differences measure', () =>
    checkOperator(x => adaptiveAveragePool(x, 3), [normals(2, 3, 4, 7)]))
})

type Case = { input_shape: number[]; input: number[]; size: number; output: number[] }

describeShared('adaptive average pooling gives what torch gives', () => {
  const reference = sharedIsHere ? JSON.parse(readFileSync(shared('reference/ops/cases.json'), 'utf8')) : {}
  const cases: Case[] = reference.adaptive_avg_pool ?? []
  it.each(cases.map(one => [one.size, one] as const))(
    '%d bins',
    (_, { input_shape, input, size, output }) => {
      const x = new Graph().input('x', input_shape)
      const [found] = interpret([adaptiveAveragePool(x, size)], new Map([[x, Float64Array.from(input)]]))
      // The shares are constants in float32.
      expect(relativeError(found!, Float64Array.from(output))).toBeLessThan(1e-6)
    },
  )

  const bins: Record<string, [number, number][]> = reference.adaptive_bins ?? {}
  it.each(Object.entries(bins))('a side parted as %s', (name, parts) => {
    const [side, count] = name.split('/').map(Number) as [number, number]
    const x = new Graph().input('x', [1, 1, side, side])
    // The columns hold 1 where a part is expected: its average is 1, and it has no column less.
    for (const [bin, [first, end]] of parts.entries()) {
      const row = Array.from({ length: side }, (_, i) => (i >= first && i < end ? end - first : 0))
      const image = Float64Array.from({ length: side * side }, (_, i) => row[i % side]!)
      const [found] = interpret([adaptiveAveragePool(x, count)], new Map([[x, image]]))
      expect(found![bin]!).toBeCloseTo(end - first, 4)
    }
  })
})
