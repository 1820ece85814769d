import { expect, it } from 'vitest'
import { random } from '../src/image/index.ts'
import { kinds, renderScene } from './index.ts'

const size = { width: 96, height: 72 }

it('the same seed gives the same bytes, another seed another picture', () => {
  const one = renderScene({ seed: 5, ...size })
  const again = renderScene({ seed: 5, ...size })
  const other = renderScene({ seed: 6, ...size })
  expect(again).toEqual(one)
  expect(other.image.data).not.toEqual(one.image.data)
})

it('a size that no tile divides, and one row or column of pixels, are painted whole', () => {
  for (const { width, height } of [
    { width: 67, height: 35 },
    { width: 90, height: 1 },
    { width: 1, height: 90 },
  ]) {
    const { image, labels } = renderScene({ seed: 3, width, height })
    expect(image.data).toHaveLength(width * height * 3)
    expect(labels.data).toHaveLength(width * height)
  }
})

for (const seed of [11, 12, 13, 14, 15, 16])
  it(`scene ${seed} is the same at four times the size: a pixel's label is what covers at least half of it`, () => {
    const small = renderScene({ seed, ...size })
    const large = renderScene({ seed, width: 4 * size.width, height: 4 * size.height })
    let clear = 0
    let wrong = 0
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++) {
        const label = small.labels.data[y * size.width + x]!
        for (const { id } of large.objects) {
          const share = shareOf(large.labels.data, 4 * size.width, 4 * x, 4 * y, id)
          // An object in front may cover less than half of each pixel of an edge; only clear majorities count.
          if (share < 0.7) continue
          clear++
          if (label !== id) wrong++
        }
      }
    expect(clear).toBeGreaterThan(50)
    expect(wrong / clear).toBeLessThan(0.002)
  })

function shareOf(labels: Uint16Array, width: number, x: number, y: number, id: number): number {
  let count = 0
  for (let j = 0; j < 4; j++) for (let i = 0; i < 4; i++) if (labels[(y + j) * width + x + i] === id) count++
  return count / 16
}

it('area, box and extreme points are those of the visible mask', () => {
  const { labels, objects } = renderScene({ seed: 21, ...size, objects: 6 })
  expect(objects.length).toBeGreaterThan(2)
  for (const { id, area, box, extremePoints } of objects) {
    const pixels = [...labels.data.keys()].filter(i => labels.data[i] === id)
    const xs = pixels.map(i => i % size.width)
    const ys = pixels.map(i => Math.floor(i / size.width))
    expect(area).toBe(pixels.length)
    expect(box).toEqual({
      x0: Math.min(...xs),
      y0: Math.min(...ys),
      x1: Math.max(...xs),
      y1: Math.max(...ys),
    })
    for (const { x, y } of extremePoints) expect(labels.data[y * size.width + x]).toBe(id)
    const [left, top, right, bottom] = extremePoints
    expect([left.x, top.y, right.x, bottom.y]).toEqual([box.x0, box.y0, box.x1, box.y1])
  }
})

it('an object behind another keeps only what can be seen of it, in its label and in its alpha', () => {
  const options = { seed: 30, ...size, kinds: ['stone'], objects: 12, alpha: 1 }
  const { labels, alpha } = renderScene(options)
  let hidden = 0
  for (let i = 0; i < labels.data.length; i++) {
    if (labels.data[i]! > 1) hidden += alpha!.data[i]! > 128 ? 1 : 0
    if (labels.data[i] === 1) expect(alpha!.data[i]).toBeGreaterThan(100)
  }
  expect(hidden).toBe(0)
})

it('the handle of a mug shows what is behind it', () => {
  const { labels, objects } = renderScene({
    seed: 4,
    width: 200,
    height: 200,
    kinds: ['mug'],
    objects: 1,
    setting: 'room',
  })
  const { x0, x1 } = objects[0]!.box
  const holes = Array.from({ length: 200 }, (_, y) => {
    const row = labels.data.subarray(y * 200 + x0, y * 200 + x1 + 1)
    return row.indexOf(0, row.indexOf(1)) < row.lastIndexOf(1) && row.indexOf(0, row.indexOf(1)) > 0
  })
  expect(holes.filter(Boolean).length).toBeGreaterThan(10)
})

for (const kind of kinds) {
  it(`${kind.name}: fills a fair part of its place`, () => {
    const areas = [1, 2].map(seed => {
      const { objects } = renderScene({ seed, width: 96, height: 96, kinds: [kind.name], objects: 2 })
      return objects.reduce((sum, object) => sum + object.area, 0)
    })
    expect(Math.max(...areas)).toBeGreaterThan(100)
  })

  it(`${kind.name}: distances never claim much more than there is`, () => {
    for (const seed of [1, 2, 3]) {
      const next = random(seed)
      for (const { distance } of kind.make({ next, paint: () => [0.5, 0.5, 0.5] }))
        for (let i = 0; i < 60; i++) {
          const x = 2.4 * next() - 1.2
          const y = 2.4 * next() - 1.2
          const d = distance(x, y)
          if (Math.abs(d) > 0.1) continue
          // Within 0.7 of the claimed distance the shape neither begins nor ends.
          const angle = 2 * Math.PI * next()
          const near = distance(x + 0.7 * d * Math.cos(angle), y + 0.7 * d * Math.sin(angle))
          expect(near < 0).toBe(d < 0)
        }
    }
  })
}

it('an unknown kind, an unknown setting, and a size or count that makes no sense are refused', () => {
  expect(() => renderScene({ seed: 1, ...size, kinds: ['spoon'] })).toThrow(
    'no kind "spoon", expected one of apple',
  )
  expect(() => renderScene({ seed: 1, ...size, setting: 'moon' })).toThrow(
    'no setting "moon", expected one of tabletop',
  )
  expect(() => renderScene({ seed: 1, ...size, setting: 'water', kinds: ['mug'] })).toThrow(
    'no place in setting "water"',
  )
  expect(() => renderScene({ seed: 1, width: 0, height: 5 })).toThrow('size is 0 × 5')
  expect(() => renderScene({ seed: 1, ...size, objects: 300 })).toThrow('300 objects')
})
