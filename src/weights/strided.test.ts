import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather, isRowMajor, isShape, reach, rowMajorStrides } from './strided.ts'

it('elements row by row lie one apart along the last axis', () => {
  expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1])
  expect(rowMajorStrides([])).toEqual([])
})

it('the stride of an axis of one does not matter', () => {
  expect(isRowMajor([2, 1, 3], [3, 99, 1])).toBe(true)
  expect(isRowMajor([2, 2, 3], [3, 99, 1])).toBe(false)
})

it('a shape has few axes of whole sizes', () => {
  expect([[], [0, 3], [2 ** 31]].every(isShape)).toBe(true)
  for (const wrong of [[-1], [1.5], [2 ** 32], ['2'], Array(33).fill(1), 3, null])
    expect(isShape(wrong)).toBe(false)
})

describe('gathering', () => {
  it('turns columns to rows', () => {
    expect(gather(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2], [1, 3])).toEqual(
      Float32Array.of(1, 4, 2, 5, 3, 6),
    )
  })

  it('gives every element what the strides say, and reaches no further than the reach', () => {
    const axes = fc.array(fc.record({ size: fc.nat(4), stride: fc.nat(9) }), { maxLength: 5 })
    fc.assert(
      fc.property(axes, axes => {
        const shape = axes.map(({ size }) => size)
        const strides = axes.map(({ stride }) => stride)
        const data = Int32Array.from({ length: reach(shape, strides) }, (_, i) => i)
        // Sums of index times stride, the last axis fastest.
        const expected = axes.reduce<number[]>(
          (places, { size, stride }) =>
            places.flatMap(place => Array.from({ length: size }, (_, i) => place + i * stride)),
          [0],
        )
        expect([...gather(data, shape, strides)]).toEqual(expected)
        if (expected.length > 0) expect(Math.max(...expected)).toBe(data.length - 1)
      }),
    )
  })
})
