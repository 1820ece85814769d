import { expect, it } from 'vitest'
import { presets } from '../guidance/index.ts'
import { Mask } from '../mask/index.ts'
import { ObjectMask, type Segmenter } from '../segmenter/index.ts'
import { predictWith } from './predict.ts'

it('opens a photo once for all its objects', async () => {
  let opened = 0
  const answer = Mask.empty({ width: 2, height: 1 })
  const segmenter = {
    description: { preset: { channels: ['points'] } },
    async open() {
      opened++
      return { segment: async () => answer }
    },
  } as unknown as Segmenter
  const predict = predictWith(segmenter)
  const photo = () => ({ width: 2, height: 1, channels: 3, data: new Uint8Array(6) })
  const [bears, apes] = [photo(), photo()]
  expect(await predict(bears, { points: [] })).toBe(answer)
  await predict(bears, { points: [] })
  await predict(apes, { points: [] })
  expect(opened).toBe(2)
})

it('gives the previous answer to a model with a channel for it, and to no other', async () => {
  const answer = new ObjectMask(
    {
      probability: { width: 1, height: 1, channels: 1, data: Float32Array.of(1) },
      frame: { box: { x0: 0, y0: 0, x1: 1, y1: 0 }, object: { x0: 0, y0: 0, x1: 1, y1: 0 }, size: 1 },
      preset: presets.default,
      photo: { width: 2, height: 1 },
      milliseconds: { crop: 0, network: 0 },
      refine: () => Promise.reject(new Error('nobody asks for it')),
    },
    0.5,
  )
  for (const channels of [['points'], ['points', 'previous']]) {
    let prompt: object | undefined
    const photo = {
      async segment(given: object) {
        prompt = given
        return answer
      },
    }
    const segmenter = { description: { preset: { channels } }, open: async () => photo }
    const raster = { width: 2, height: 1, channels: 3, data: new Uint8Array(6) }
    await predictWith(segmenter as unknown as Segmenter)(raster, { points: [] }, answer)
    expect('previous' in prompt!).toBe(channels.length > 1)
  }
})
