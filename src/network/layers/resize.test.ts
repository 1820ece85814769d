import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkOperator, normals, relativeError } from '../../../test/interpreter/check-operator.ts'
import { interpret } from '../../../test/interpreter/interpret.ts'
import { describeShared, shared, sharedIsHere } from '../../../test/shared.ts'
import { Graph } from '../../onnx/index.ts'
import { type Alignment, resizeBilinear } from './resize.ts'

/** A row of numbers, resized. */
function resized(row: number[], columns: number, alignment: Alignment): number[] {
  const x = new Graph().input('x', [1, 1, 1, row.length])
  const y = resizeBilinear(x, [1, columns], alignment)
  return [...interpret([y], new Map([[x, Float64Array.from(row)]]))[0]!]
}

describe('bilinear resizing', () => {
  it('with aligned corners keeps the first and the last pixel', () => {
    expect(resized([0, 10], 5, 'corners')).toEqual([0, 2.5, 5, 7.5, 10])
    expect(resized([0, 1, 2, 3, 4], 3, 'corners')).toEqual([0, 2, 4])
  })

  it('with aligned edges repeats the pixels at the border', () => {
    expect(resized([0, 8], 4, 'edges')).toEqual([0, 2, 6, 8])
    expect(resized([0, 4, 8, 12], 2, 'edges')).toEqual([2, 10])
  })

  it('to one column takes the first, with aligned corners, or the middle', () => {
    expect(resized([3, 5, 10], 1, 'corners')).toEqual([3])
    expect(resized([3, 5, 10], 1, 'edges')).toEqual([5])
  })

  it('from one column repeats it', () => {
    expect(resized([7], 3, 'corners')).toEqual([7, 7, 7])
    expect(resized([7], 3, 'edges')).toEqual([7, 7, 7])
  })

  it('to the same size adds no node', () => {
    const x = new Graph().input('x', [1, 2, 3, 4])
    expect(resizeBilinear(x, [3, 4], 'corners')).toBe(x)
  })

  for (const alignment of ['corners', 'edges'] as const)
    it(`has the gradient that central differences measure, with aligned ${alignment}`, () =>
      checkOperator(x => resizeBilinear(x, [7, 2], alignment), [normals(2, 3, 4, 5)]))
})

type Case = { input_shape: number[]; input: number[]; size: [number, number]; output: number[] }

describeShared('bilinear resizing with aligned corners gives what torch gives', () => {
  const cases: Case[] = sharedIsHere
    ? JSON.parse(readFileSync(shared('reference/ops/cases.json'), 'utf8')).bilinear_align_corners
    : []
  it.each(cases.map(one => [one.size.join('×'), one] as const))(
    '%s',
    (_, { input_shape, input, size, output }) => {
      const x = new Graph().input('x', input_shape)
      const y = resizeBilinear(x, size, 'corners')
      const [found] = interpret([y], new Map([[x, Float64Array.from(input)]]))
      // The weights are constants in float32.
      expect(relativeError(found!, Float64Array.from(output))).toBeLessThan(1e-6)
    },
  )
})
