import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bitmap } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { iou } from './metrics.ts'
import { encode } from './rle.ts'

const mask = (...rows: string[]) => encode(bitmap(...rows))

describe('IoU', () => {
  it('is the share of the union that lies in both', () => {
    expect(iou(mask('###.'), mask('.###'))).toBe(0.5)
  })

  it('takes void pixels out of both', () => {
    expect(iou(mask('###.'), mask('.###'), mask('#...'))).toBe(2 / 3)
  })

  it('is 1 when nothing is left in the union', () => {
    expect(iou(mask('....'), mask('....'))).toBe(1)
    expect(iou(mask('##..'), mask('.#..'), mask('##..'))).toBe(1)
  })
})

describeShared('the released evaluation function', () => {
  type Case = {
    annotation: string[]
    segmentation: string[]
    void: string[]
    iou: number
    iou_without_void: number
  }
  const cases: { iou: Case[] } = JSON.parse(readFileSync(shared('reference/evaluation/cases.json'), 'utf8'))
  it.each(cases.iou)(
    'gives $iou, and $iou_without_void without void',
    ({ annotation, segmentation, ...expected }) => {
      const [truth, prediction] = [mask(...annotation), mask(...segmentation)]
      expect(iou(prediction, truth, mask(...expected.void))).toBe(expected.iou)
      expect(iou(prediction, truth)).toBe(expected.iou_without_void)
    },
  )
})
