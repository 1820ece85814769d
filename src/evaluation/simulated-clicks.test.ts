import { expect, it } from 'vitest'
import { random } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { clickingName, simulateClicks } from './simulated-clicks.ts'

const bar = Mask.fromBitmap(
  { x: 10, y: 20, width: 5, height: 3, data: new Uint8Array(15).fill(1) },
  { width: 40, height: 40 },
)
const clicking = { kind: 'points', jitter: 0 } as const

it('clicks the middle of each side of a bar', () => {
  expect(simulateClicks(bar, clicking, random(1))).toEqual({
    points: [
      { x: 10, y: 21 },
      { x: 14, y: 21 },
      { x: 12, y: 20 },
      { x: 12, y: 22 },
    ],
  })
})

it('drags the tight box', () => {
  const box = { x0: 10, y0: 20, x1: 14, y1: 22 }
  expect(simulateClicks(bar, { ...clicking, kind: 'box' }, random(1))).toEqual({ points: [], box })
})

it('misses by the share of the size that is asked for, in points and in corners', () => {
  const wide = Mask.fromBitmap({ width: 100, height: 100, data: new Uint8Array(10_000).fill(1) })
  const lefts = (kind: 'points' | 'box') =>
    Array.from({ length: 400 }, (_, draw) => {
      const { points, box } = simulateClicks(wide, { ...clicking, kind, jitter: 0.03 }, random(draw))
      return box?.x0 ?? points[0]!.x
    })
  for (const xs of [lefts('points'), lefts('box')]) {
    const deviation = Math.sqrt(xs.reduce((sum, x) => sum + x ** 2, 0) / xs.length)
    expect(deviation).toBeGreaterThan(2.7)
    expect(deviation).toBeLessThan(3.3)
  }
})

it('keeps the ends of a box in order when its corners change sides', () => {
  for (let draw = 0; draw < 50; draw++) {
    const { box } = simulateClicks(bar, { ...clicking, kind: 'box', jitter: 1 }, random(draw))
    expect(box!.x0).toBeLessThanOrEqual(box!.x1)
    expect(box!.y0).toBeLessThanOrEqual(box!.y1)
  }
})

it('gives a single pixel as a box, since four points in one pixel tell no object', () => {
  const dot = Mask.fromBitmap(
    { x: 3, y: 4, width: 1, height: 1, data: Uint8Array.of(1) },
    { width: 9, height: 9 },
  )
  expect(simulateClicks(dot, clicking, random(1))).toEqual({
    points: [],
    box: { x0: 3, y0: 4, x1: 3, y1: 4 },
  })
})

it('refuses an empty mask', () => {
  expect(() => simulateClicks(Mask.empty({ width: 3, height: 3 }), clicking, random(1))).toThrow(
    'clicks: the mask is empty, there is nothing to click',
  )
})

it('has a name for reports', () => {
  expect(clickingName({ kind: 'box', jitter: 0 })).toBe('box')
  expect(clickingName({ kind: 'points', jitter: 0.025 })).toBe('points, jitter 2.5 %')
})
