import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packBrush, unpackBrush, unpackValues } from './brush-runs.ts'

const unpack = (bytes: readonly number[], pixels: number) => {
  const stretches: [number, number][] = []
  unpackBrush(bytes, pixels, (start, end) => stretches.push([start, end]))
  return stretches
}

it("reads the values of the test of Label Studio's own converter", () => {
  const values: number[] = []
  const known = [0, 0, 0, 18, 57, 27, 252, 96, 32, 1, 0, 6, 0, 40, 0, 192, 3, 128, 17, 56, 32]
  unpackValues(known, 18, (start, end, value) => values.push(...Array(end - start).fill(value)))
  expect(values).toEqual([1, 1, 1, 1, 2, 3, 5, 6, 7, 8, 4, 4, 4, 4, 4, 4, 4, 4])
})

it('writes what its converter does for a mask of three pixels, the middle one inside', () => {
  // encode_rle of 0 0 0 0 255 255 255 255 0 0 0 0: head, and three blocks 1 00 011 value.
  const bits = '1000110000000010001111111111'.concat('10001100000000')
  const head = `${(12).toString(2).padStart(32, '0')}00111${'0010'}${'0011'}${'0111'}${'1111'}`
  const all = head + bits
  const bytes = Array.from({ length: Math.ceil(all.length / 8) }, (_, k) =>
    Number.parseInt(all.slice(8 * k, 8 * k + 8).padEnd(8, '0'), 2),
  )
  expect(packBrush([1, 2], 3)).toEqual(bytes)
  expect(unpack(bytes, 3)).toEqual([[1, 2]])
})

it('any mask packed and unpacked is the mask, also with runs beyond 65,536 values', () => {
  const toggles = fc
    .uniqueArray(fc.nat(200_000), { maxLength: 20 })
    .map(list => list.sort((a, b) => a - b))
    .map(list => (list.length % 2 ? list.slice(1) : list))
  fc.assert(
    fc.property(toggles, list => {
      expect(unpack(packBrush(list, 200_001), 200_001).flat()).toEqual(list)
    }),
  )
})

describe('refuses with one clear message', () => {
  const sound = packBrush([1, 2], 3)
  const refusals: [name: string, bytes: readonly number[], pixels: number, message: string][] = [
    [
      'another photo',
      sound,
      4,
      'the brush is for 12 values, expected 16: red, green, blue and alpha of every pixel',
    ],
    ['bytes that end early', sound.slice(0, -2), 3, 'inside a number'],
    ['nothing', [], 3, 'the brush ends after 0 bytes, inside a number'],
    [
      'a block that is too long',
      [0, 0, 0, 4, 57, 27, 252 | 3, 255, 255, 255],
      1,
      'goes on after its 4 values',
    ],
  ]
  for (const [name, bytes, pixels, message] of refusals)
    it(name, () => expect(() => unpack(bytes, pixels)).toThrow(message))
})
