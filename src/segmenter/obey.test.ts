import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presets } from '../guidance/index.ts'
import { obey } from './obey.ts'

const size = 64
const preset = { ...presets.default, size, clickWidth: 10 }
const box = { x0: 100, y0: 200, x1: 227, y1: 327 }
const frame = { box, object: box, size }
const place = fc.record({ x: fc.integer({ min: 104, max: 223 }), y: fc.integer({ min: 204, max: 323 }) })

const answer = (value: number) => ({
  width: size,
  height: size,
  channels: 1,
  data: new Float32Array(size * size).fill(value),
})

const nearest = ({ x, y }: { x: number; y: number }) =>
  Math.round((y - box.y0) / 2 - 0.25) * size + Math.round((x - box.x0) / 2 - 0.25)

describe('obey', () => {
  it('puts the clicked pixel on the side that was asked for, whatever the network said', () => {
    fc.assert(
      fc.property(place, fc.float({ min: 0, max: 1, noNaN: true }), fc.boolean(), (click, value, inside) => {
        const probability = answer(value)
        const guidance = { points: [], [inside ? 'include' : 'exclude']: [click] }
        obey(probability, guidance, frame, preset)
        expect(probability.data[nearest(click)]).toBeCloseTo(inside ? 1 : 0)
      }),
    )
  })

  it('leaves what is farther from a correction than a click is wide', () => {
    const probability = answer(0.25)
    obey(probability, { points: [], include: [{ x: 164, y: 264 }] }, frame, preset)
    const changed = [...probability.data].filter(p => p !== 0.25).length
    expect(changed).toBeGreaterThan(100)
    expect(changed).toBeLessThan(Math.PI * 8 ** 2 + 20)
  })

  it('lets each of two neighbours have its side', () => {
    const probability = answer(0.5)
    const [a, b] = [
      { x: 160, y: 264 },
      { x: 168, y: 264 },
    ]
    obey(probability, { points: [], include: [a], exclude: [b] }, frame, preset)
    expect(probability.data[nearest(a)]).toBeGreaterThan(0.95)
    expect(probability.data[nearest(b)]).toBeLessThan(0.05)
  })

  it('changes nothing without corrections', () => {
    const probability = answer(0.3)
    obey(probability, { points: [{ x: 164, y: 264 }] }, frame, preset)
    expect(probability).toEqual(answer(0.3))
  })
})
