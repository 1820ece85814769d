import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { presets } from '../guidance/index.ts'
import { random } from '../image/index.ts'
import type { Scene } from './dataset.ts'
import { type Augmentation, augmentationSchema, drawSample } from './sample.ts'

const preset = { ...presets.default, size: 64 }
const pixels = preset.size ** 2

/** A disc in a colour of its own, and void below a row. */
function disc({
  x,
  y,
  radius,
  voidFrom,
}: {
  x: number
  y: number
  radius: number
  voidFrom?: number
}): Scene {
  const size = { width: 120, height: 90 }
  const mask = new Uint8Array(size.width * size.height)
  const hidden = new Uint8Array(mask.length)
  const photo = new Uint8Array(3 * mask.length)
  for (let row = 0, i = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++, i++) {
      if (Math.hypot(column - x, row - y) <= radius) mask[i] = 255
      if (voidFrom !== undefined && row >= voidFrom) hidden[i] = 255
      photo.set(mask[i] ? [220, 30, 30] : [30, 30, 220], 3 * i)
    }
  return {
    photo: { ...size, channels: 3, data: photo },
    mask: { ...size, channels: 1, data: mask },
    ...(voidFrom !== undefined && { void: { ...size, channels: 1, data: hidden } }),
  }
}

const plain: Augmentation = v.parse(augmentationSchema, { flip: 0, rotation: 0, stretch: 1, tolerance: 0 })
const lively: Augmentation = v.parse(augmentationSchema, {
  jitter: 0.03,
  appearance: { colours: 0.5, grey: 0.2, blur: 0.5, noise: 0.5, jpeg: 0.5 },
})

const noOther = () => Promise.reject(new Error('no other object is asked for'))

/** A photo all grey, with an object in its middle. */
const grey: Scene = {
  photo: { width: 50, height: 70, channels: 3, data: new Uint8Array(3 * 50 * 70).fill(128) },
  mask: {
    width: 50,
    height: 70,
    channels: 1,
    data: Uint8Array.from({ length: 50 * 70 }, (_, i) =>
      Math.abs((i % 50) - 25) < 8 && Math.abs(Math.floor(i / 50) - 35) < 12 ? 255 : 0,
    ),
  },
}

describe('drawSample', () => {
  it('puts photo, clicks and target at the same places, whatever the view', async () => {
    const discs = fc.record({
      x: fc.integer({ min: 20, max: 100 }),
      y: fc.integer({ min: 20, max: 70 }),
      radius: fc.integer({ min: 4, max: 30 }),
      seed: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(discs, async ({ seed, ...where }) => {
        const views = v.parse(augmentationSchema, { rotation: 45, stretch: 1.4 })
        const { input, target } = await drawSample(disc(where), preset, views, random(seed), noOther)
        let wrong = 0
        for (let i = 0; i < pixels; i++) {
          const red = input[i]! / 250
          if (input[2 * pixels + i]! + input[i]! > 240 && Math.abs(red - target[i]!) > 0.35) wrong++
        }
        expect(wrong).toBeLessThan(pixels / 50)
        // Every click lies on the rim: between inside and outside within a few pixels.
        const heat = input.subarray(3 * pixels)
        const clicks = [...heat.keys()].filter(i => heat[i]! > 0.97)
        expect(clicks.length).toBeGreaterThan(0)
        for (const i of clicks) {
          const around = [-4, 0, 4].flatMap(dy =>
            [-4, 0, 4].map(dx => target[i + dy * preset.size + dx] ?? 0),
          )
          expect(Math.max(...around)).toBeGreaterThan(0.5)
          expect(Math.min(...around)).toBeLessThan(0.5)
        }
      }),
      { numRuns: 25, seed: 7 },
    )
  })

  it('is the same for the same random stream', async () => {
    const scene = disc({ x: 60, y: 40, radius: 20 })
    const [a, b, c] = await Promise.all(
      [5, 5, 6].map(seed => drawSample(scene, preset, lively, random(seed), noOther)),
    )
    expect(b).toEqual(a)
    expect(c).not.toEqual(a)
  })

  it('gives void no weight, and everything else the same', async () => {
    const scene = disc({ x: 60, y: 40, radius: 20, voidFrom: 50 })
    const { weight, target } = await drawSample(scene, preset, plain, random(1), noOther)
    expect(new Set(weight)).toEqual(new Set([0, 1]))
    expect(weight[0]).toBe(1)
    expect(weight.at(-1)).toBe(0)
    expect(Math.max(...target)).toBeCloseTo(1, 5)
  })

  it('finds the extreme points of an object thinner than its grid', async () => {
    const scene = disc({ x: 60, y: 40, radius: 0 })
    const { target } = await drawSample(scene, preset, plain, random(1), noOther)
    expect(Math.max(...target)).toBeGreaterThan(0)
  })

  it('refuses an object without pixels', async () => {
    const scene = disc({ x: 60, y: 40, radius: -1 })
    await expect(drawSample(scene, preset, plain, random(1), noOther)).rejects.toThrow(
      'sample: the object has no pixels',
    )
  })

  it('puts the object before another photo with no trace of its own, and then nothing is void', async () => {
    const scene = disc({ x: 60, y: 45, radius: 20, voidFrom: 55 })
    const before: Augmentation = { ...plain, otherBackground: 1 }
    const { input, target, weight } = await drawSample(scene, preset, before, random(1), async () => grey)
    expect(weight.every(value => value === 1)).toBe(true)
    for (let i = 0; i < pixels; i++) {
      if (target[i] === 1) expect(input[i]).toBeCloseTo(220, 0)
      if (target[i] === 0) expect([0, 1, 2].map(k => input[k * pixels + i])).toEqual([128, 128, 128])
    }
  })

  it('puts another object in front, which is no part of the target and shows on the photo', async () => {
    const scene = disc({ x: 60, y: 45, radius: 25 })
    const hiding: Augmentation = { ...plain, occlusion: 1 }
    let grown = 0
    for (let seed = 0; seed < 20; seed++) {
      const { input, target } = await drawSample(scene, preset, hiding, random(seed), async () => grey)
      const isGrey = (i: number) => [0, 1, 2].every(k => Math.abs(input[k * pixels + i]! - 128) < 2)
      for (let i = 0; i < pixels; i++) {
        if (isGrey(i)) expect(target[i]).toBeLessThan(0.6)
        if (target[i] === 1) expect(input[i]).toBeGreaterThan(172) // its rim is mixed with what it hides
        if (isGrey(i)) grown++
      }
    }
    expect(grown).toBeGreaterThan(20 * 50)
    expect([...scene.mask.data].filter(value => value === 255).length).toBeGreaterThan(1900)
  })

  it('leaves an object alone of which too little would be left', async () => {
    const scene = disc({ x: 60, y: 45, radius: 0 })
    const { target } = await drawSample(
      scene,
      preset,
      { ...plain, occlusion: 1 },
      random(3),
      async () => grey,
    )
    expect(Math.max(...target)).toBeGreaterThan(0)
  })
})
