import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { type GuidanceChannel, presets } from '../guidance/index.ts'
import { random } from '../image/index.ts'
import { tensor } from '../tensor/index.ts'
import { correctBatch, correctionsSchema } from './corrections.ts'

const size = 32
const pixels = size * size
const channels: GuidanceChannel[] = ['points', 'include', 'exclude', 'previous']
const preset = { ...presets.default, size, clickWidth: 4, channels }

/** A square from row and column 8 to 23, and a network that sees only part of the picture as the object. */
function batch() {
  const target = tensor('float32', [1, 1, size, size])
  for (let i = 0; i < pixels; i++) target.data[i] = square(i) ? 1 : 0
  const weight = tensor('float32', [1, 1, size, size])
  weight.data.fill(1)
  return { input: tensor('float32', [1, 7, size, size]), target, weight }
}

const [column, row] = [(i: number) => i % size, (i: number) => Math.floor(i / size)]
const square = (i: number) => column(i) >= 8 && column(i) < 24 && row(i) >= 8 && row(i) < 24
const answer = (inside: (i: number) => boolean) => async () =>
  Float32Array.from({ length: pixels }, (_, i) => (inside(i) ? 0.9 : 0.1))

const always = (options: object) => v.parse(correctionsSchema, { again: 1, most: 1, outline: 0, ...options })

/** The place of the highest value of a channel, where it is more than 0. */
function click(input: Float32Array, channel: GuidanceChannel): [number, number] | undefined {
  const place = 3 + channels.indexOf(channel)
  const plane = input.subarray(place * pixels, (place + 1) * pixels)
  const best = plane.indexOf(Math.max(...plane))
  return plane[best]! > 0 ? [column(best), row(best)] : undefined
}

describe('correctBatch', () => {
  it('clicks inside what was missed, and gives the answer that it corrects', async () => {
    const samples = batch()
    await correctBatch(
      samples,
      preset,
      always({}),
      answer(i => square(i) && column(i) < 12),
      () => random(1),
    )
    const [x, y] = click(samples.input.data, 'include')!
    expect(x).toBeGreaterThanOrEqual(12)
    expect(x).toBeLessThan(24)
    expect(y).toBeGreaterThanOrEqual(8)
    expect(y).toBeLessThan(24)
    expect(click(samples.input.data, 'exclude')).toBeUndefined()
    expect(samples.input.data[6 * pixels + 8 * size + 8]).toBeCloseTo(0.9, 6)
  })

  it('clicks inside what leaks', async () => {
    const samples = batch()
    await correctBatch(
      samples,
      preset,
      always({}),
      answer(i => square(i) || row(i) > 26),
      () => random(1),
    )
    expect(click(samples.input.data, 'exclude')![1]).toBeGreaterThan(26)
    expect(click(samples.input.data, 'include')).toBeUndefined()
  })

  it('or adds the point of the outline that is nearest to the error', async () => {
    const samples = batch()
    const predict = answer(i => square(i) && column(i) < 20)
    await correctBatch(samples, preset, always({ outline: 1 }), predict, () => random(1))
    const [x, y] = click(samples.input.data, 'points')!
    expect(x).toBeGreaterThanOrEqual(20)
    expect(x === 23 || y === 8 || y === 23).toBe(true)
    expect(click(samples.input.data, 'include')).toBeUndefined()
  })

  it('leaves a sample alone that is right, or wrong only where nothing counts', async () => {
    const samples = batch()
    for (let i = 0; i < pixels; i++) if (row(i) > 26) samples.weight.data[i] = 0
    await correctBatch(
      samples,
      preset,
      always({}),
      answer(i => square(i) || row(i) > 26),
      () => random(1),
    )
    expect(samples.input.data.every(value => value === 0)).toBe(true)
  })
})
