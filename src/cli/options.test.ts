import { describe, expect, it } from 'vitest'
import { box, numberFrom, points, wholeNumber } from './options.ts'

describe('points on the command line', () => {
  it('are pairs with commas, in whatever spacing, negative and between pixels too', () => {
    const expected = [
      { x: -5, y: 10.5 },
      { x: 50, y: -4 },
      { x: 95, y: 38 },
      { x: 52, y: 120 },
    ]
    expect(points('-5,10.5 50,-4 95,38 52,120')).toEqual(expected)
    expect(points(' -5, 10.5;50 ,-4\n95,38   52,120 ')).toEqual(expected)
  })

  it('may be more than four, and not fewer', () => {
    expect(points('1,2 3,4 5,6 7,8 9,10')).toHaveLength(5)
    expect(() => points('1,2')).toThrow('1 point, expected at least four, as in "10,40 50,4 95,38 52,120"')
    expect(() => points('1,2 3,4 5,6')).toThrow('3 points, expected at least four')
  })

  it('are refused one by one when they are no numbers', () => {
    for (const pair of ['x,1', '1', '1,2,3', ',2', '1e999,0'])
      expect(() => points(`${pair} 3,4 5,6 7,8`)).toThrow(`"${pair}" is no point`)
  })
})

describe('other values on the command line', () => {
  it('are whole numbers, numbers and boxes within bounds', () => {
    expect(wholeNumber(1)('12')).toBe(12)
    expect(numberFrom(0, 1)('0.25')).toBe(0.25)
    expect(box('10,4,95.5,-2')).toEqual({ x0: 10, y0: 4, x1: 95.5, y1: -2 })
  })

  it('are refused with what was expected', () => {
    for (const text of ['0', '-1', '1.5', '', 'two'])
      expect(() => wholeNumber(1)(text)).toThrow('a whole number from 1')
    for (const text of ['-0.1', '1.1', ' ', 'half'])
      expect(() => numberFrom(0, 1)(text)).toThrow('a number from 0 to 1')
    for (const text of ['1,2,3', '1,2,3,4,5', '1,2,3,x'])
      expect(() => box(text)).toThrow('expected x0,y0,x1,y1')
  })
})
