import { describe, expect, it } from 'vitest'
import { compose, invert, pyramid, rotation, sample } from '../image/index.ts'
import { frame, inputToPhoto, pointInInput } from './frame.ts'
import { paste } from './paste.ts'
import { inputChannels, prepare } from './prepare.ts'
import { type Preset, presets } from './preset.ts'

const colours = { width: 300, height: 200, channels: 3 }
const photo = pyramid({
  ...colours,
  data: Uint8Array.from(
    { length: 300 * 200 * 3 },
    (_, i) => 1 + ((Math.floor(i / 3) % 300) + (i % 3) * 50) / 2,
  ),
})
const points = [
  { x: 80.5, y: 90 },
  { x: 120, y: 60.25 },
  { x: 199.5, y: 95 },
  { x: 150, y: 139.75 },
]
const preset: Preset = {
  ...presets.default,
  size: 64,
  channels: ['points', 'box', 'include', 'exclude', 'previous'],
}
const plane = 64 * 64
const channel = (data: Float32Array, i: number) => data.subarray(i * plane, (i + 1) * plane)
const peakAt = (data: Float32Array) => {
  const i = data.indexOf(Math.max(...data))
  return { x: i % 64, y: Math.floor(i / 64) }
}

describe('prepare', () => {
  it('has red, green and blue and the channels of the preset', () => {
    const { input } = prepare(photo, { points }, preset)
    expect(input.shape).toEqual([1, 8, 64, 64])
    expect(inputChannels(preset)).toBe(8)
    expect(prepare(photo, { points }, { ...preset, channels: [] }).input.shape).toEqual([1, 3, 64, 64])
  })

  it('shows the photo at each pixel of the input, black outside', () => {
    const { input, frame: place } = prepare(
      photo,
      { points: points.map(p => ({ ...p, x: p.x - 100 })) },
      preset,
    )
    const [scale, , left] = inputToPhoto(place)
    for (const u of [5, 30, 50]) {
      const x = scale * u + left
      const expected = x < -1 ? 0 : x < 1 ? undefined : 1 + x / 2
      if (expected !== undefined) expect(Math.abs(input.data[32 * 64 + u]! - expected)).toBeLessThan(1)
    }
  })

  it('draws clicks at their places, each kind in its channel', () => {
    const include = [{ x: 141, y: 98 }]
    const exclude = [{ x: 85, y: 65 }]
    const { input, frame: place } = prepare(photo, { points, include, exclude }, preset)
    for (const [i, p] of [
      [5, include[0]!],
      [6, exclude[0]!],
    ] as const) {
      const there = pointInInput(p, place, 'exact')
      expect(peakAt(channel(input.data, i))).toEqual({ x: Math.round(there.x), y: Math.round(there.y) })
    }
    for (const p of points) {
      const { x, y } = pointInInput(p, place, 'exact')
      expect(channel(input.data, 3)[Math.round(y) * 64 + Math.round(x)]).toBeGreaterThan(0.95)
    }
  })

  it('fills the box of the clicks, its rim by the covered part', () => {
    const { input, frame: place } = prepare(photo, { points }, preset)
    const box = channel(input.data, 4)
    const [scaleX, , , , scaleY] = inputToPhoto(place)
    const area = box.reduce((sum, v) => sum + v, 0) * scaleX * scaleY
    expect(area).toBeCloseTo(120 * 80.5, 1)
    expect(box[32 * 64 + 32]).toBe(1)
    expect(box[0]).toBe(0)
  })

  it('is zero in the channels of what was not said', () => {
    const { input } = prepare(photo, { points: [], box: { x0: 80, y0: 60, x1: 200, y1: 140 } }, preset)
    for (const i of [3, 5, 6, 7]) expect(channel(input.data, i).every(v => v === 0)).toBe(true)
  })

  it('gives guidance up to the peak of the preset', () => {
    const { input } = prepare(photo, { points }, { ...preset, peak: 255 })
    expect(Math.max(...channel(input.data, 4))).toBe(255)
    expect(Math.max(...channel(input.data, 3))).toBeGreaterThan(240)
  })

  it('gives the previous answer back in its own frame, and moved in another', () => {
    const place = frame({ points }, preset)
    const probability = {
      width: 64,
      height: 64,
      channels: 1,
      data: Float32Array.from({ length: plane }, (_, i) => ((i % 64) + Math.floor(i / 64)) / 130),
    }
    const previous = { probability, box: place.box }
    const same = channel(prepare(photo, { points, previous }, preset).input.data, 7)
    for (let i = 0; i < plane; i++) expect(same[i]).toBeCloseTo(probability.data[i]!, 5)

    const moved = [...points, { x: 230, y: 100 }]
    const { input, frame: wider } = prepare(photo, { points: moved, previous }, preset)
    const p = { x: 130, y: 100 }
    const before = pointInInput(p, place, 'exact')
    const after = pointInInput(p, wider, 'exact')
    const value = channel(input.data, 7)[Math.round(after.y) * 64 + Math.round(after.x)]!
    expect(Math.abs(value - (before.x + before.y) / 130)).toBeLessThan(0.02)
  })

  it('takes a previous answer that was pasted to the photo', () => {
    const place = frame({ points }, preset)
    const probability = { width: 64, height: 64, channels: 1, data: new Float32Array(plane).fill(0.75) }
    const patch = paste(probability, place, preset, photo)
    const { x, y, width, height } = patch
    const box = { x0: x, y0: y, x1: x + width - 1, y1: y + height - 1 }
    const { input } = prepare(photo, { points, previous: { probability: patch, box } }, preset)
    expect(channel(input.data, 7)[32 * 64 + 32]).toBeCloseTo(0.75, 5)
    expect(channel(input.data, 7)[0]).toBe(0)
  })

  it('sees the photo through a view, in which clicks and frame lie', () => {
    const view = rotation({ x: 150, y: 100 }, 25, 1.2)
    const { input, frame: place } = prepare(photo, { points }, preset, view)
    const size = { width: 64, height: 64 }
    const expected = sample(photo, compose(invert(view), inputToPhoto(place)), size)
    expect(input.data.subarray(0, 3 * plane)).toEqual(expected.data)
    expect(channel(input.data, 3)).toEqual(channel(prepare(photo, { points }, preset).input.data, 3))
  })

  it('works for one-pixel-high pictures, points on a line and points outside, with either preset', () => {
    const row = pyramid({ width: 200, height: 1, channels: 3, data: new Uint8Array(600).fill(90) })
    const line = [-20, 50, 120, 400].map(x => ({ x, y: 0 }))
    for (const preset of Object.values(presets)) {
      const { input, frame: place } = prepare(row, { points: line }, preset)
      expect(input.data.every(Number.isFinite)).toBe(true)
      expect(input.data.subarray(0, preset.size ** 2).some(red => red > 20)).toBe(true)
      expect(place.object).toEqual({ x0: -20, y0: 0, x1: 400, y1: 0 })
    }
  })
})
