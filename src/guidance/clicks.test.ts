import { expect, it } from 'vitest'
import { checkClicks } from './clicks.ts'

const points = [
  { x: 10, y: 40 },
  { x: 50, y: 4 },
  { x: 95, y: 38 },
  { x: 52, y: 120 },
]

it('accepts four points and more, a box, and a box beside points', () => {
  checkClicks({ points })
  checkClicks({ points: [...points, { x: 60, y: 80 }], include: [{ x: 3, y: 3 }], exclude: [] })
  checkClicks({ points: [], box: { x0: 5, y0: 5, x1: 5, y1: 9 } })
})

it('accepts points on a line, outside the photo, and all but one in one pixel', () => {
  checkClicks({ points: [-2, 5, 900, 40].map(x => ({ x, y: 7 })) })
  checkClicks({ points: [0, 0, 0, 1].map(x => ({ x, y: 0 })) })
})

it('refuses fewer than four points without a box', () => {
  expect(() => checkClicks({ points: points.slice(1) })).toThrow(
    new RangeError('clicks: 3 points, expected 4 (left, top, right and bottom, in any order) or a box'),
  )
})

it('refuses points that all lie in one pixel', () => {
  const inOne = [3.6, 4, 4.2, 4.4].map(x => ({ x, y: 7 }))
  expect(() => checkClicks({ points: inOne })).toThrow(/^clicks: all 4 points lie in pixel \(4, 7\); click/)
})

it('refuses what is not a number, in any of the clicks', () => {
  const nowhere = { x: Number.NaN, y: 3 }
  const message = 'clicks: point (NaN, 3) is not a place; give two finite numbers'
  expect(() => checkClicks({ points: [...points, nowhere] })).toThrow(message)
  expect(() => checkClicks({ points, exclude: [nowhere] })).toThrow(message)
})

it('refuses a box whose ends are exchanged or not numbers', () => {
  const message = 'clicks: box from (9, 0) to (5, 5) is empty; give its top left and bottom right'
  expect(() => checkClicks({ points: [], box: { x0: 9, y0: 0, x1: 5, y1: 5 } })).toThrow(message)
  expect(() => checkClicks({ points: [], box: { x0: 0, y0: 0, x1: Number.NaN, y1: 5 } })).toThrow('is empty')
})
