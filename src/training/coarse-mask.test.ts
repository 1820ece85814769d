import { describe, expect, it } from 'vitest'
import { type Raster, random } from '../image/index.ts'
import { iou, Mask } from '../mask/index.ts'
import { coarsen } from './coarse-mask.ts'

const side = 64
const disc = {
  width: side,
  height: side,
  channels: 1,
  data: Float32Array.from({ length: side * side }, (_, i) =>
    Number(Math.hypot((i % side) - 31, Math.floor(i / side) - 31) < 20),
  ),
}
const maskOf = ({ width, height, data }: Raster<Float32Array>) =>
  Mask.fromBitmap({ width, height, data: Uint8Array.from(data, value => Number(value > 0.5)) })

describe('a mask made coarse', () => {
  it('has faults along its outline and is still the same object', () => {
    const overlaps = Array.from({ length: 50 }, (_, seed) =>
      iou(maskOf(coarsen(disc, random(seed))), maskOf(disc)),
    )
    expect(Math.min(...overlaps)).toBeGreaterThan(0.6)
    expect(overlaps.filter(overlap => overlap < 0.97).length).toBeGreaterThan(15)
  })

  it('has probabilities', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { data } = coarsen(disc, random(seed))
      expect(Math.min(...data)).toBeGreaterThanOrEqual(-1e-6)
      expect(Math.max(...data)).toBeLessThanOrEqual(1 + 1e-6)
    }
  })

  it('is the same for the same chance, and leaves the mask that it was given', () => {
    const before = disc.data.slice()
    expect(coarsen(disc, random(7))).toEqual(coarsen(disc, random(7)))
    expect(disc.data).toEqual(before)
  })
})
