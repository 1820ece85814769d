import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placePatches } from './patches.ts'

const layout = { size: 16, rim: 2 }
const inner = layout.size - 2 * layout.rim

describe('places of patches', () => {
  it('are none without a band', () => {
    const band = { width: 4, height: 4, channels: 1, data: new Uint8Array(16) }
    expect(placePatches(band, { width: 100, height: 100 }, layout)).toEqual([])
  })

  it('begin where the band begins', () => {
    const data = new Uint8Array(10 * 10)
    data[3 * 10 + 5] = 1
    const band = { width: 10, height: 10, channels: 1, data }
    expect(placePatches(band, { width: 20, height: 20 }, layout)).toEqual([{ x: 8, y: 4 }])
  })

  it('cover every pixel of the band with the inner part of one', () => {
    const side = fc.integer({ min: 1, max: 20 })
    fc.assert(
      fc.property(
        side,
        side,
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        fc.infiniteStream(fc.nat(9)),
        (width, height, scale, digits) => {
          const data = Uint8Array.from({ length: width * height }, () => Number(digits.next().value === 0))
          const grid = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) }
          const places = placePatches({ width, height, channels: 1, data }, grid, layout)
          for (let y = 0; y < grid.height; y++)
            for (let x = 0; x < grid.width; x++) {
              const u = Math.floor(((x + 0.5) * width) / grid.width)
              const v = Math.floor(((y + 0.5) * height) / grid.height)
              if (!data[v * width + u]) continue
              const covered = places.some(place => {
                const [left, top] = [x - place.x - layout.rim, y - place.y - layout.rim]
                return left >= 0 && left < inner && top >= 0 && top < inner
              })
              expect(covered, `${x}, ${y}`).toBe(true)
            }
        },
      ),
    )
  })
})
