import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checksum, fillParameter, hash, networkInput, trainingBatch, unitSequence } from './hash-fill.ts'
import { describeShared, shared, sharedIsHere } from './shared.ts'

type Example = {
  fnv1a32: number
  first8: number[]
  first8_hex: string[]
  last: number
  sum_float64: number
}

describeShared('parameters filled by their names', () => {
  const json = (name: string) => JSON.parse(readFileSync(shared(`reference/network/${name}`), 'utf8'))
  const shapes = new Map<string, number[]>()
  if (sharedIsHere)
    for (const { name, shape } of json('state_dict.json') as { name: string; shape: number[] }[])
      shapes.set(name, shape)
  const examples: Record<string, Example> = sharedIsHere ? json('fill_examples.json') : {}

  for (const [name, example] of Object.entries(examples))
    it(`${name} equals the reference, bit by bit`, () => {
      expect(hash(name)).toBe(example.fnv1a32)
      const values = fillParameter(name, shapes.get(name)!)
      const bits = Array.from(new Uint32Array(values.buffer, 0, Math.min(8, values.length)))
      expect(bits.map(b => `0x${b.toString(16).padStart(8, '0')}`)).toEqual(example.first8_hex)
      expect(values.at(-1)).toBe(example.last)
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(example.sum_float64, 6)
    })
})

describe('the input', () => {
  it('has heat 255 at four points and whole numbers everywhere', () => {
    const input = networkInput(16, 24)
    const heat = input.subarray(3 * 16 * 24)
    const points = Array.from(heat.keys()).filter(i => heat[i] === 255)
    expect(points.map(i => [i % 24, Math.floor(i / 24)])).toEqual([
      [12, 2],
      [3, 8],
      [20, 8],
      [12, 13],
    ])
    expect(input.every(value => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true)
  })

  it('of a batch is the first image, then the variant rolled by 7 rows and 11 columns', () => {
    const [height, width] = [16, 24]
    const batch = trainingBatch(2, height, width)
    expect(batch.subarray(0, 4 * height * width)).toEqual(networkInput(height, width))
    const second = batch.subarray(4 * height * width)
    expect(second[7 * width + 11]).toBe(networkInput(height, width, 1)[0])
  })

  // Sums that the reference's own script (reference/network/fill_rule.py) gives.
  for (const [height, width, variant, total] of [
    [512, 512, 0, 95_818_540],
    [512, 512, 1, 96_061_676],
    [96, 160, 0, 5_614_650],
    [17, 33, 1, 301_566],
  ] as const)
    it(`of ${height} × ${width}, variant ${variant}, has the reference's sum`, () => {
      expect(networkInput(height, width, variant).reduce((sum, value) => sum + value, 0)).toBe(total)
    })

  it("of a batch of five has the reference's sum, weighted by position", () => {
    expect(trainingBatch(5, 16, 24).reduce((sum, value, i) => sum + value * i, 0)).toBe(3_844_799_763)
  })
})

it('a checksum is a product with a fixed sequence', () => {
  expect(checksum([2, 4])).toBe(2 * unitSequence('checksum', 2)[0]! + 4 * unitSequence('checksum', 2)[1]!)
})
