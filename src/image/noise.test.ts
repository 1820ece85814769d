import { expect, it } from 'vitest'
import { addNoise } from './noise.ts'
import { random } from './random.ts'

const noisy = (value: number, readNoise: number, shotNoise: number, seed = 1) => {
  const planes = { width: 100, height: 100, channels: 1, data: new Float32Array(10_000).fill(value) }
  addNoise(planes, readNoise, shotNoise, random(seed))
  const mean = planes.data.reduce((sum, v) => sum + v, 0) / 10_000
  const variance = planes.data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 10_000
  return { data: planes.data, mean, variance }
}

it('has a variance of read noise squared and shot noise times the value, about the value', () => {
  for (const [value, expected] of [
    [100, 9 + 50],
    [50, 9 + 25],
  ] as const) {
    const { mean, variance } = noisy(value, 3, 0.5)
    expect(Math.abs(mean - value)).toBeLessThan(0.3)
    expect(variance / expected).toBeCloseTo(1, 1)
  }
})

it('keeps black black and stays within 0 to 255', () => {
  expect(noisy(0, 10, 1).data.every(v => v === 0)).toBe(true)
  const { data } = noisy(250, 20, 1)
  expect(Math.max(...data)).toBe(255)
})

it('is the same from the same stream and another from another', () => {
  expect(noisy(100, 3, 0.5, 7).data).toEqual(noisy(100, 3, 0.5, 7).data)
  expect(noisy(100, 3, 0.5, 7).data).not.toEqual(noisy(100, 3, 0.5, 8).data)
})
