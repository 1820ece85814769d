import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point, Raster } from '../image/index.ts'
import { frame, pointInInput } from './frame.ts'
import { paste, pasteMask } from './paste.ts'
import { presets } from './preset.ts'

const preset = presets.default
const photo = { width: 640, height: 480 }

/** The answer that a perfect network would give: 1 inside a shape of the photo, by the covered part at its rim. */
function answer(
  points: readonly Point[],
  inside: (x: number, y: number) => boolean,
  side = 256,
): Raster<Float32Array> {
  const { box } = frame({ points }, preset)
  const stepX = (box.x1 - box.x0 + 1) / side
  const stepY = (box.y1 - box.y0 + 1) / side
  const parts = [0.125, 0.375, 0.625, 0.875]
  const data = Float32Array.from({ length: side * side }, (_, i) => {
    let covered = 0
    for (const v of parts)
      for (const u of parts)
        if (
          inside(box.x0 - 0.5 + ((i % side) + u) * stepX, box.y0 - 0.5 + (Math.floor(i / side) + v) * stepY)
        )
          covered++
    return covered / 16
  })
  return { width: side, height: side, channels: 1, data }
}

describe('pasting', () => {
  it('puts a disk back where it was in the photo, whatever its size and the resolution of the answer', () => {
    const disk = fc.record({
      x: fc.double({ min: 150, max: 450, noNaN: true }),
      y: fc.double({ min: 150, max: 330, noNaN: true }),
      radius: fc.double({ min: 3, max: 140, noNaN: true }),
      side: fc.constantFrom(64, 256),
    })
    fc.assert(
      fc.property(disk, ({ x, y, radius, side }) => {
        const points = [
          { x: x - radius, y },
          { x: x + radius, y },
          { x, y: y - radius },
          { x, y: y + radius },
        ]
        const inside = (px: number, py: number) => (px - x) ** 2 + (py - y) ** 2 < radius ** 2
        const place = frame({ points }, preset)
        const mask = pasteMask(answer(points, inside, side), place, preset, photo)
        const pixel = (place.box.x1 - place.box.x0 + 1) / side
        let wrong = 0
        for (let v = 0; v < mask.height; v++)
          for (let u = 0; u < mask.width; u++) {
            const distance = Math.abs(Math.hypot(mask.x + u - x, mask.y + v - y) - radius)
            const right = inside(mask.x + u, mask.y + v) === (mask.data[v * mask.width + u] === 1)
            if (!right && distance > 0.3 * Math.max(pixel, 1)) wrong++
          }
        expect(wrong).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('reaches beyond the box of the clicks by what the preset allows, inside the photo', () => {
    const points = [
      { x: 100, y: 50 },
      { x: 299, y: 50 },
      { x: 200, y: 0 },
      { x: 200, y: 99 },
    ]
    const everywhere = { width: 2, height: 2, channels: 1, data: new Float32Array(4).fill(1) }
    const mask = pasteMask(everywhere, frame({ points }, preset), preset, photo)
    const { data, ...place } = mask
    expect(place).toEqual({ x: 90, y: 0, width: 220, height: 110, channels: 1 })
    expect(data.every(bit => bit === 1)).toBe(true)
  })

  it('does not reach beyond the box of the clicks in the paper preset', () => {
    const points = [
      { x: 100.7, y: 50 },
      { x: 299, y: 50 },
      { x: 200, y: -30 },
      { x: 200, y: 99 },
    ]
    const place = frame({ points }, presets.paper)
    const everywhere = { width: 512, height: 512, channels: 1, data: new Float32Array(512 * 512).fill(1) }
    const { data, ...patch } = pasteMask(everywhere, place, presets.paper, photo)
    expect(patch).toEqual({ x: 100, y: 0, width: 200, height: 100, channels: 1 })
    expect(data.every(bit => bit === 1)).toBe(true)
  })

  it('marks what is above the threshold, which may be given anew', () => {
    const points = [
      { x: 100, y: 100 },
      { x: 220, y: 100 },
      { x: 160, y: 40 },
      { x: 160, y: 160 },
    ]
    const place = frame({ points }, preset)
    const blob = answer(points, (x, y) => Math.hypot(x - 160, y - 100) < 60, 16)
    const pasted = paste(blob, place, preset, photo)
    for (const threshold of [0.2, 0.5, 0.8]) {
      const mask = pasteMask(blob, place, preset, photo, threshold)
      expect(mask).toEqual({ ...pasted, data: Uint8Array.from(pasted.data, p => (p > threshold ? 1 : 0)) })
    }
    expect(pasteMask(blob, place, preset, photo)).toEqual(
      pasteMask(blob, place, preset, photo, preset.threshold),
    )
  })

  it('reads the answer at the place of each pixel of the photo', () => {
    const points = [
      { x: 100, y: 100 },
      { x: 220.5, y: 100 },
      { x: 160, y: 40.25 },
      { x: 160, y: 160 },
    ]
    const place = frame({ points }, preset)
    const ramp = {
      width: 256,
      height: 256,
      channels: 1,
      data: Float32Array.from({ length: 65536 }, (_, i) => (i % 256) / 256),
    }
    const pasted = paste(ramp, place, preset, photo)
    for (let u = 0; u < pasted.width; u += 7) {
      const { x } = pointInInput({ x: pasted.x + u, y: 100 }, place, 'exact')
      expect(pasted.data[60 * pasted.width + u]).toBeCloseTo(x / 256, 4)
    }
  })

  it('is empty for an object beside the photo', () => {
    const points = [
      { x: 900, y: 50 },
      { x: 999, y: 50 },
      { x: 950, y: 0 },
      { x: 950, y: 99 },
    ]
    for (const preset of Object.values(presets)) {
      const blank = { width: 4, height: 4, channels: 1, data: new Float32Array(16) }
      const place = frame({ points }, preset)
      expect(pasteMask(blank, place, preset, photo)).toMatchObject({ width: 0, data: new Uint8Array() })
      expect(paste(blank, place, preset, photo)).toMatchObject({ width: 0, data: new Float32Array() })
    }
  })

  it('keeps one row of a picture one pixel high', () => {
    const line = [5, 20, 40, 95].map(x => ({ x, y: 0 }))
    const mask = pasteMask(
      answer(line, () => true),
      frame({ points: line }, preset),
      preset,
      { width: 100, height: 1 },
    )
    expect([mask.height, mask.y, mask.data.every(bit => bit === 1)]).toEqual([1, 0, true])
  })
})
