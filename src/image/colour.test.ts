import { describe, expect, it } from 'vitest'
import { type ColourChange, changeColours, randomColours } from './colour.ts'
import { random } from './random.ts'

const none: ColourChange = { gains: [1, 1, 1], hue: 0, saturation: 1, contrast: 1, brightness: 1, gamma: 1 }

const changed = (rgb: number[], change: Partial<ColourChange>) => {
  const planes = { width: 1, height: 1, channels: 3, data: Float32Array.from(rgb) }
  changeColours(planes, { ...none, ...change })
  return [...planes.data].map(Math.round)
}

describe('a change of colours', () => {
  it('leaves colours alone where every part does', () => {
    expect(changed([10, 120, 230], {})).toEqual([10, 120, 230])
  })

  it('multiplies by gains and brightness', () => {
    expect(changed([10, 20, 40], { gains: [2, 1, 0.5], brightness: 1.5 })).toEqual([30, 30, 30])
  })

  it('takes contrast from middle grey', () => {
    expect(changed([27.5, 127.5, 227.5], { contrast: 0.5 })).toEqual([78, 128, 178])
  })

  it('takes saturation to grey of the same lightness', () => {
    const [r, g, b] = changed([200, 100, 50], { saturation: 0 })
    expect(r).toBe(Math.round(0.213 * 200 + 0.715 * 100 + 0.072 * 50))
    expect([g, b]).toEqual([r, r])
  })

  it('turns red towards yellow and leaves greys grey', () => {
    const [r, g, b] = changed([200, 50, 50], { hue: 60 }) as [number, number, number]
    expect(g).toBeGreaterThan(b + 50)
    expect(r).toBeGreaterThan(b + 50)
    expect(changed([90, 90, 90], { hue: 123 })).toEqual([90, 90, 90])
    expect(changed([200, 50, 80], { hue: 360 })).toEqual([200, 50, 80])
  })

  it('darkens the middle by a gamma above 1 and keeps the ends', () => {
    expect(changed([1e-6, 127.5, 255], { gamma: 2 })).toEqual([0, 64, 255])
  })

  it('limits to 0 to 255 and keeps black black', () => {
    expect(changed([200, 200, 200], { brightness: 3 })).toEqual([255, 255, 255])
    expect(changed([0, 0, 0], { contrast: 0.2, brightness: 2 })).toEqual([0, 0, 0])
  })

  it('is drawn within its spread, equal from equal streams', () => {
    const spread = { gains: 0.1, hue: 20, saturation: 0.5, contrast: 0.3, brightness: 0.2, gamma: 0 }
    for (let seed = 0; seed < 50; seed++) {
      const change = randomColours(random(seed), spread)
      expect(change).toEqual(randomColours(random(seed), spread))
      expect(Math.abs(change.hue)).toBeLessThanOrEqual(20)
      expect(Math.abs(change.saturation - 1)).toBeLessThanOrEqual(0.5)
      expect(change.gamma).toBe(1)
    }
  })
})
