import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import type { Segmenter } from '../segmenter/index.ts'
import { predictWith } from './predict.ts'

it('opens a photo once for all its objects', async () => {
  let opened = 0
  const answer = Mask.empty({ width: 2, height: 1 })
  const segmenter = {
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
