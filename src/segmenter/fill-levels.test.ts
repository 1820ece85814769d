import { describe, expect, it } from 'vitest'
import { presets } from '../guidance/index.ts'
import { type Pyramid, pyramid, sample } from '../image/index.ts'
import { fillLevels } from './fill-levels.ts'

const width = 1500
const height = 1100
const photo = {
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 31) % 251),
}
const box = { x0: 30.5, y0: -40, x1: 1530, y1: 1111.2 }
const frame = { box, object: box, size: 128 }
const { signal } = new AbortController()

/** The photo's levels, and a list of those that were asked for. */
function watched(): { levels: Pyramid; asked: number[] } {
  const levels = pyramid(photo)
  const asked: number[] = []
  const level: Pyramid['level'] = (n, region) => {
    asked.push(n)
    return levels.level(n, region)
  }
  return { levels: { ...levels, level }, asked }
}

const look = (levels: Pyramid) => sample(levels, [11, 0, 40, 0, 8, -30], { width: 128, height: 128 }).data

describe('fillLevels', () => {
  it('changes nothing of what a crop shows', async () => {
    const { levels, asked } = watched()
    await fillLevels(levels, frame, presets.default, signal)
    expect(Math.max(...asked)).toBe(3)
    expect(look(levels)).toEqual(look(pyramid(photo)))
  })

  it('makes no level that a small crop does not need', async () => {
    const { levels, asked } = watched()
    const small = { x0: 0, y0: 0, x1: 200, y1: 200 }
    await fillLevels(levels, { ...frame, box: small, object: small }, presets.default, signal)
    await fillLevels(levels, frame, presets.paper, signal)
    expect(asked).toEqual([])
  })

  it('stops when it is aborted', async () => {
    const controller = new AbortController()
    const level = () => {
      busy(9)
      return photo
    }
    const filling = fillLevels({ ...pyramid(photo), level }, frame, presets.default, controller.signal)
    controller.abort(new Error('enough'))
    await expect(filling).rejects.toThrow('enough')
  })
})

function busy(milliseconds: number) {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}
