import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outlineBand } from './band.ts'

const raster = (rows: readonly string[]) => ({
  width: rows[0]!.length,
  height: rows.length,
  channels: 1,
  data: Float32Array.from(rows.join(''), letter => Number(letter) / 9),
})
const drawn = (band: Uint8Array, width: number) =>
  Array.from({ length: band.length / width }, (_, y) =>
    [...band.subarray(y * width, (y + 1) * width)].join(''),
  )

describe('the band along an outline', () => {
  it('reaches as far from the outline as it is told, to both sides', () => {
    const estimate = raster(['00000000', '00000000', '00009999', '00009999'])
    expect(drawn(outlineBand(estimate, 0.5, 0), 8)).toEqual(['00000000', '00001111', '00011111', '00011000'])
    expect(drawn(outlineBand(estimate, 0.5, 1), 8)).toEqual(['00011111', '00111111', '00111111', '00111111'])
  })

  it('has what is unsure, wherever that is', () => {
    expect(drawn(outlineBand(raster(['000000', '000030', '000000']), 0.5, 3), 6)).toEqual([
      '000000',
      '000010',
      '000000',
    ])
  })

  it('is nowhere when there is no outline', () => {
    expect(outlineBand(raster(['999', '999']), 0.5, 4)).toEqual(new Uint8Array(6))
  })

  it('is every pixel within the reach of a pixel at the outline, in rows and columns', () => {
    const sizes = { width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) }
    fc.assert(
      fc.property(
        fc.record(sizes),
        fc.nat(4),
        fc.infiniteStream(fc.boolean()),
        ({ width, height }, r, bits) => {
          const data = Float32Array.from({ length: width * height }, () => Number(bits.next().value))
          const estimate = { width, height, channels: 1, data }
          const near = outlineBand(estimate, 0.5, 0)
          const band = outlineBand(estimate, 0.5, r)
          for (let i = 0; i < data.length; i++) {
            const [x, y] = [i % width, Math.floor(i / width)]
            const within = near.some(
              (value, j) =>
                value && Math.abs((j % width) - x) <= r && Math.abs(Math.floor(j / width) - y) <= r,
            )
            expect(band[i]).toBe(Number(within))
          }
        },
      ),
    )
  })
})
