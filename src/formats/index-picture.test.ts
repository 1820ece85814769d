import { expect, it } from 'vitest'
import { bitmap } from '../../test/bitmaps.ts'
import { Mask } from '../mask/index.ts'
import { masksOf, paint } from './index-picture.ts'
import type { ImageRecord, ObjectRecord } from './record.ts'

const image: ImageRecord = { id: 1, file: 'a.jpg', width: 5, height: 3 }

const object = (id: number, mask: Mask, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  id,
  image: 1,
  crowd: false,
  shape: { type: 'runs', rle: mask.toRle() },
  ...more,
})

const left = Mask.fromBitmap(bitmap('###..', '###..', '.....'))
const right = Mask.fromBitmap(bitmap('..###', '.....', '....#'))

/** The picture as text, . for 0 and v for void. */
const text = (data: ArrayLike<number>) =>
  Array.from({ length: 3 }, (_, y) =>
    Array.from({ length: 5 }, (_, x) => ({ 0: '.', 255: 'v' })[data[5 * y + x]!] ?? data[5 * y + x]).join(''),
  )

it('later objects lie over earlier ones, which lose those pixels', () => {
  const [one, two] = [object(1, left), object(2, right)]
  const numbers = new Map([
    [one, 1],
    [two, 2],
  ])
  const { picture, losses } = paint(image, [one, two], numbers)
  expect(text(picture.data)).toEqual(['11222', '111..', '....2'])
  expect(losses).toEqual([{ photo: 'a.jpg', object: 1, reason: 'overlap', iou: 5 / 6 }])
  const { masks, undecided } = masksOf(picture)
  expect([...masks.keys()]).toEqual([1, 2])
  expect(masks.get(2)).toEqual(right)
  expect(undecided).toBeUndefined()
})

it('objects of one number become one', () => {
  const [one, two] = [object(1, left), object(2, right)]
  const { losses } = paint(
    image,
    [one, two],
    new Map([
      [one, 7],
      [two, 7],
    ]),
  )
  expect(losses).toEqual([
    { photo: 'a.jpg', object: 1, reason: 'merged', iou: 6 / 9 },
    { photo: 'a.jpg', object: 2, reason: 'merged', iou: 4 / 9 },
  ])
})

it('crowds and the undecided are void, boxes and objects without pixels are left out', () => {
  const boxed = object(3, left, { shape: { type: 'box' }, box: { x: 0, y: 0, width: 1, height: 1 } })
  const objects = [object(1, right, { crowd: true }), object(2, left), boxed, object(4, Mask.empty(image))]
  const undecided = Mask.fromBitmap(bitmap('.....', '.....', '##...')).toRle()
  const { picture, losses } = paint({ ...image, undecided }, objects, new Map([[objects[1]!, 300]]))
  expect(picture.data).toBeInstanceOf(Uint16Array)
  expect(text(picture.data.map(value => (value === 300 ? 3 : value)))).toEqual(['333vv', '333..', 'vv..v'])
  expect(losses.map(({ object, reason }) => [object, reason])).toEqual([
    [1, 'crowd'],
    [3, 'box'],
    [4, 'empty'],
  ])
  expect(masksOf(picture).undecided?.area).toBe(5)
})

it('a border of void lies on both sides of an outline', () => {
  const block = object(1, left)
  const { picture, losses } = paint(image, [block], new Map([[block, 1]]), 1)
  expect(text(picture.data)).toEqual(['11vv.', 'vvvv.', 'vvv..'])
  expect(losses).toEqual([{ photo: 'a.jpg', object: 1, reason: 'border', iou: 2 / 6 }])
})
