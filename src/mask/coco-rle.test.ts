import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeShared, shared } from '../../test/shared.ts'
import { compress, decompress, readCocoRle, writeCocoRle } from './coco-rle.ts'

describe('compressed run lengths', () => {
  it('store the difference from the run two places before, from the fourth run on', () => {
    expect(compress([10, 4, 5, 4, 5, 4, 40])).toBe(':45000S1')
  })

  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 })), counts => {
        expect([...decompress(compress(counts))]).toEqual(counts)
      }),
    )
  })

  it.each([
    ['R1 ', 'run lengths: character 2 is " ", expected one from 0 to o'],
    ['R1é', 'run lengths: character 2 is "é", expected one from 0 to o'],
    ['R', 'run lengths: the text ends inside a number'],
    ['oooooooo0', 'run lengths: run 0 is too long a number'],
    ['N', 'run lengths: run 0 is -2, expected 0 to 2^32 - 1'],
  ])('%j is refused', (text, message) => {
    expect(() => decompress(text)).toThrow(new RangeError(message))
  })
})

describe('run lengths in JSON', () => {
  it('have the height before the width', () => {
    const json = writeCocoRle({ width: 3, height: 2, counts: Uint32Array.of(1, 2, 3) })
    expect(json).toEqual({ size: [2, 3], counts: '123' })
    expect(readCocoRle(json)).toEqual({ width: 3, height: 2, counts: Uint32Array.of(1, 2, 3) })
  })

  it('may be plain numbers', () => {
    const rle = readCocoRle({ size: [2, 3], counts: [1, 2, 3] })
    expect([...rle.counts]).toEqual([1, 2, 3])
  })

  it('lose empty runs in the middle', () => {
    expect([...readCocoRle({ size: [1, 9], counts: [2, 0, 1, 3, 0, 1, 2, 0] }).counts]).toEqual([3, 4, 2])
    expect([...readCocoRle({ size: [1, 2], counts: [0, 0, 0, 2] }).counts]).toEqual([0, 2])
  })

  it.each([
    [[2, 3], [1, 2], 'run lengths: they add up to 3, expected 2 × 3 = 6'],
    [[2, 3], [9], 'run lengths: run 0 is 9, expected a whole number from 0 to 6'],
    [[2, 3], [7, -1], 'run lengths: run 0 is 7, expected a whole number from 0 to 6'],
    [[2, 3], [2, -1, 5], 'run lengths: run 1 is -1, expected a whole number from 0 to 6'],
    [[2, 3], [1.5, 4.5], 'run lengths: run 0 is 1.5, expected a whole number from 0 to 6'],
    [
      [1e6, 1e6],
      '1',
      'mask: size is 1000000×1000000, expected whole sides from 1 and at most 2147483647 pixels',
    ],
    [[0, 3], [], 'mask: size is 3×0, expected whole sides from 1 and at most 2147483647 pixels'],
  ])('of size %j with runs %j are refused', (size, counts, message) => {
    expect(() => readCocoRle({ size: size as [number, number], counts })).toThrow(new RangeError(message))
  })
})

describeShared('the text of the COCO API', () => {
  type MaskCase = { name: string; size: [number, number]; counts: number[]; compressed: string }
  const { masks }: { masks: MaskCase[] } = JSON.parse(
    readFileSync(shared('reference/rle/cases.json'), 'utf8'),
  )
  it.each(masks)('$name', ({ size, counts, compressed }) => {
    expect(compress(counts)).toBe(compressed)
    expect([...readCocoRle({ size, counts: compressed }).counts]).toEqual(counts)
  })
})
