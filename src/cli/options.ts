import { InvalidArgumentError } from 'commander'
import type { Box, Point } from '../image/index.ts'

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least)
      throw new InvalidArgumentError(`expected a whole number from ${least}`)
    return value
  }
}

/** A number of at least `least` and at most `most`. */
export function numberFrom(least: number, most = Infinity): (text: string) => number {
  return text => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`expected a number from ${least}${most < Infinity ? ` to ${most}` : ''}`)
    return value
  }
}

/** Options that may be given several times. */
export function several<T>(parse: (text: string) => T): (text: string, before?: readonly T[]) => T[] {
  return (text, before = []) => [...before, parse(text)]
}

const example = '"10,40 50,4 95,38 52,120"'

/** Points such as "10,40 50,4 95,38 52,120"; at least four, whole or not, also outside the photo. */
export function points(text: string): Point[] {
  const list = text
    .trim()
    .replace(/\s*,\s*/g, ',')
    .split(/[\s;]+/)
    .map(pair => {
      const [x, y, ...more] = pair.split(',').map(toNumber)
      if (x === undefined || y === undefined || more.length > 0 || !Number.isFinite(x + y))
        throw new InvalidArgumentError(`"${pair}" is no point, expected x,y as in ${example}`)
      return { x, y }
    })
  if (list.length < 4)
    throw new InvalidArgumentError(
      `${list.length === 1 ? '1 point' : `${list.length} points`}, expected at least four, as in ${example}`,
    )
  return list
}

/** A box such as 10,4,95,120: its left, top, right and bottom pixels. */
export function box(text: string): Box {
  const [x0, y0, x1, y1, ...more] = text.split(',').map(toNumber)
  if (y1 === undefined || more.length > 0 || !Number.isFinite(x0! + y0! + x1! + y1))
    throw new InvalidArgumentError('expected x0,y0,x1,y1, as in 10,4,95,120')
  return { x0: x0!, y0: y0!, x1: x1!, y1 }
}

function toNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
