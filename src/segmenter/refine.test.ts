import { describe, expect, it } from 'vitest'
import { disc, maskOf, redPhoto } from '../../test/red-photo.ts'
import { type Frame, pasteMask, presets } from '../guidance/index.ts'
import { pyramid, resize } from '../image/index.ts'
import { iou, Mask } from '../mask/index.ts'
import { type Refiner, refine } from './refine.ts'
import { refineMask } from './refine-mask.ts'

const photoSize = { width: 1200, height: 900 }
const centre = { x: 600, y: 450 }
const photo = pyramid(redPhoto(photoSize, disc(centre, 350)))
const truth = maskOf(photoSize, disc(centre, 350))
const box = { x0: 150, y0: 0, x1: 1049, y1: 899 }
const frame: Frame = { box, object: box, size: 32 }
const preset = {
  ...presets.default,
  size: 64,
  margin: { share: 0, pixels: 0 },
  channels: ['previous'],
} as const
const options = { threshold: 0.5, signal: new AbortController().signal }

/** One that answers from the pixels of its input: red, green, blue, estimate. */
const refiner = (answer: (rgbe: number[]) => number): Refiner => ({
  preset,
  batch: 3,
  async run({ data, shape }) {
    const pixels = preset.size ** 2
    return Float32Array.from({ length: shape[0]! * pixels }, (_, i) => {
      const first = Math.floor(i / pixels) * 4 * pixels + (i % pixels)
      return answer([0, 1, 2, 3].map(channel => data[first + channel * pixels]!))
    })
  },
})
const red = refiner(([r]) => (r! > 115 ? 1 : 0))

/** A disc as a network of 32 × 32 places would have it. */
const coarse = (radius: number) => {
  const cells = maskOf({ width: 32, height: 32 }, disc({ x: 15.5, y: 15.5 }, radius / (900 / 32)))
  const small = { width: 32, height: 32, channels: 1, data: Float32Array.from(cells.toBitmap().data) }
  return { probability: resize(small, { width: 128, height: 128 }, 'linear'), box }
}
const cut = ({ probability }: Awaited<ReturnType<typeof refine>>) =>
  Mask.fromBitmap(pasteMask(probability, frame, preset, photoSize), photoSize)

describe('refining', () => {
  it('finds the outline to the pixel where the network sees it', async () => {
    expect(iou(cut(coarse(340)), truth)).toBeLessThan(0.96)
    const refined = await refine(red, photo, coarse(340), options)
    expect(refined.box).toEqual(box)
    expect(iou(cut(refined), truth)).toBeGreaterThan(0.995)
  })

  it('is given the estimate: a network that repeats it changes nothing', async () => {
    const refined = await refine(
      refiner(([, , , estimate]) => estimate!),
      photo,
      coarse(340),
      options,
    )
    expect(iou(cut(refined), cut(coarse(340)))).toBeGreaterThan(0.995)
  })

  it('changes nothing far from the outline', async () => {
    const refined = await refine(
      refiner(() => 0),
      photo,
      coarse(340),
      options,
    )
    const mask = cut(refined)
    expect(mask.area).toBeGreaterThan(0.45 * truth.area)
    expect(mask.difference(cut(coarse(340))).area).toBe(0)
  })

  it('changes nothing where a person has corrected', async () => {
    const click = { x: 600 + 330, y: 450 }
    const isInside = (mask: Mask) =>
      mask.toBitmap({ x0: click.x, x1: click.x, y0: click.y, y1: click.y }).data[0]
    const away = refiner(() => 0)
    expect(isInside(cut(await refine(away, photo, coarse(350), options)))).toBe(0)
    expect(isInside(cut(await refine(away, photo, coarse(350), { ...options, settled: [click] })))).toBe(1)
  })

  it('leaves an answer that is as fine as the photo as it is', async () => {
    const small = { ...coarse(340), box: { x0: 550, y0: 400, x1: 677, y1: 527 } }
    expect(await refine(red, photo, small, options)).toBe(small)
  })

  it('leaves an answer without an outline as it is', async () => {
    const nothing = { probability: { ...coarse(1).probability, data: new Float32Array(128 ** 2) }, box }
    expect(await refine(red, photo, nothing, options)).toBe(nothing)
  })

  it('never asks for more patches than it may, however long the outline', async () => {
    let asked = 0
    const stripes = Float32Array.from({ length: 128 ** 2 }, (_, i) => Number(i % 8 < 4))
    const counting = refiner(() => {
      return 0
    })
    const estimate = { probability: { width: 128, height: 128, channels: 1, data: stripes }, box }
    await refine(
      {
        preset,
        batch: 1,
        run(input, signal) {
          asked++
          return counting.run(input, signal)
        },
      },
      photo,
      estimate,
      options,
    )
    expect(asked).toBeLessThanOrEqual(40)
  })

  it('ends with the reason when it is aborted', async () => {
    const controller = new AbortController()
    const stopping: Refiner = {
      preset,
      batch: 1,
      async run(input, signal) {
        controller.abort(new Error('enough'))
        signal.throwIfAborted()
        return red.run(input, signal)
      },
    }
    const refined = refine(stopping, photo, coarse(340), { threshold: 0.5, signal: controller.signal })
    await expect(refined).rejects.toThrow('enough')
  })
})

describe('refining a mask that was drawn', () => {
  it('finds the outline near it', async () => {
    const drawn = maskOf(photoSize, disc({ x: 604, y: 447 }, 343))
    expect(iou(drawn, truth)).toBeLessThan(0.97)
    expect(iou(await refineMask(red, photo, drawn, options.signal), truth)).toBeGreaterThan(0.995)
  })

  it('takes one that touches the edge of the photo', async () => {
    const whole = maskOf(photoSize, () => true)
    const refined = await refineMask(
      refiner(([, , , estimate]) => estimate!),
      photo,
      whole,
      options.signal,
    )
    expect(iou(refined, whole)).toBeGreaterThan(0.99)
  })

  it('leaves an empty one empty, and refuses one of another photo', async () => {
    expect((await refineMask(red, photo, Mask.empty(photoSize), options.signal)).area).toBe(0)
    const other = maskOf({ width: 100, height: 100 }, disc({ x: 50, y: 50 }, 20))
    await expect(refineMask(red, photo, other, options.signal)).rejects.toThrow(/100×100.*1200×900/)
  })
})
