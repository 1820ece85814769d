import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitmapsOfOneSize } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import type { Bitmap } from './bitmap.ts'
import {
  cocoIou,
  complement,
  difference,
  exclusive,
  intersection,
  overlap,
  union,
  unionOfAll,
} from './boolean.ts'
import { readCocoRle, writeCocoRle } from './coco-rle.ts'
import { area, encode, type Rle } from './rle.ts'

const pixelByPixel = (a: Bitmap, b: Bitmap, rule: (a: number, b: number) => number): Bitmap => ({
  ...a,
  data: a.data.map((value, i) => rule(value, b.data[i]!)),
})

describe('booleans on run lengths equal those on pixels', () => {
  it.each([
    ['union', union, (a: number, b: number) => a | b],
    ['intersection', intersection, (a: number, b: number) => a & b],
    ['difference', difference, (a: number, b: number) => a & ~b],
    ['exclusive', exclusive, (a: number, b: number) => a ^ b],
  ])('%s', (_, combine, rule) => {
    fc.assert(
      fc.property(bitmapsOfOneSize(2), ([a, b]) => {
        expect(combine(encode(a!), encode(b!))).toEqual(encode(pixelByPixel(a!, b!, rule)))
      }),
    )
  })

  it('complement', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(1), ([a]) => {
        expect(complement(encode(a!))).toEqual(encode({ ...a!, data: a!.data.map(value => 1 - value) }))
      }),
    )
  })

  it('overlap, the area of the intersection', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(2), ([a, b]) => {
        const both = a!.data.reduce((sum, value, i) => sum + value * b!.data[i]!, 0)
        expect(overlap(encode(a!), encode(b!))).toBe(both)
      }),
    )
  })

  it('union of any number', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(4), bitmaps => {
        const masks = bitmaps.map(mask => encode(mask))
        expect(unionOfAll(masks, masks[0]!)).toEqual(masks.reduce(union))
      }),
    )
    expect([...unionOfAll([], { width: 3, height: 2 }).counts]).toEqual([6])
  })
})

it('masks of photos of different sizes are refused', () => {
  const a = { width: 2, height: 3, counts: Uint32Array.of(6) }
  const b = { width: 3, height: 2, counts: Uint32Array.of(6) }
  for (const combine of [union, intersection, difference, exclusive, overlap, cocoIou])
    expect(() => combine(a, b)).toThrow('mask: sizes differ, 2×3 and 3×2')
  expect(() => unionOfAll([a, b], a)).toThrow('mask: sizes differ, 3×2 and 2×3')
})

it('two empty masks have IoU 0 in the COCO API', () => {
  const empty = { width: 2, height: 3, counts: Uint32Array.of(6) }
  expect(cocoIou(empty, empty)).toBe(0)
  expect(cocoIou(empty, empty, true)).toBe(0)
})

describeShared('the COCO API', () => {
  type MaskCase = { name: string; size: [number, number]; counts: number[] }
  const cases: {
    masks: MaskCase[]
    merges: { masks: string[]; intersect: boolean; compressed: string; area: number }[]
    iou: { masks: string[]; no_crowd: number[][]; crowd_flags: number[]; with_crowd: number[][] }
  } = JSON.parse(readFileSync(shared('reference/rle/cases.json'), 'utf8'))
  const named = new Map<string, Rle>(cases.masks.map(mask => [mask.name, readCocoRle(mask)]))

  it.each(cases.merges)(
    'merges $masks, intersect $intersect',
    ({ masks, intersect, compressed, area: pixels }) => {
      const merged = masks.map(name => named.get(name)!).reduce(intersect ? intersection : union)
      expect(writeCocoRle(merged).counts).toBe(compressed)
      expect(area(merged)).toBe(pixels)
    },
  )

  it('has the same IoU, for crowds too', () => {
    const masks = cases.iou.masks.map(name => named.get(name)!)
    for (const [d, detection] of masks.entries())
      for (const [t, truth] of masks.entries()) {
        expect(cocoIou(detection, truth)).toBe(cases.iou.no_crowd[d]![t]!)
        expect(cocoIou(detection, truth, cases.iou.crowd_flags[t] === 1)).toBe(cases.iou.with_crowd[d]![t]!)
      }
  })
})
