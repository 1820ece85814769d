import { describe, expect, it } from 'vitest'
import { doubtOf } from './doubt.ts'

/** A vertical edge in the middle, as wide as `width` pixels from certainly outside to certainly inside. */
function edge(width: number) {
  const side = 40
  const data = Float32Array.from({ length: side * side }, (_, i) => {
    const distance = (i % side) + 0.5 - side / 2
    return Math.min(1, Math.max(0, 0.5 + distance / width))
  })
  return { width: side, height: side, channels: 1, data }
}

const flat = (value: number) => ({ width: 4, height: 4, channels: 1, data: new Float32Array(16).fill(value) })

describe('doubt', () => {
  it('is 0 at a sharp edge and grows with its width', () => {
    expect(doubtOf(edge(0.01))).toBe(0)
    expect(doubtOf(edge(6))).toBeCloseTo(0.5)
    expect(doubtOf(edge(12))).toBeCloseTo(0.75)
  })

  it('does not depend on what is far from the outline', () => {
    const unsure = edge(0.01)
    for (let i = 0; i < unsure.data.length; i++) if (i % 40 < 15) unsure.data[i] = 0.4
    expect(doubtOf(unsure)).toBe(0)
  })

  it('is 1 without an outline', () => {
    for (const value of [0, 0.4, 1]) expect(doubtOf(flat(value))).toBe(1)
  })
})
