import { describe, expect, it } from 'vitest'
import { gaussianBlur, motionBlur } from './blur.ts'

/** One white pixel in the middle of a black square. */
const dot = (side = 21) => {
  const data = new Float32Array(side * side)
  data[(side * side - 1) / 2] = 1
  return { width: side, height: side, channels: 1, data }
}

/** Sum, and variance in x and y about the middle. */
const moments = ({ width, data }: ReturnType<typeof dot>) => {
  const middle = (width - 1) / 2
  let [sum, xx, yy] = [0, 0, 0]
  data.forEach((value, i) => {
    sum += value
    xx += value * ((i % width) - middle) ** 2
    yy += value * (Math.floor(i / width) - middle) ** 2
  })
  return { sum, xx, yy }
}

describe('a Gaussian blur', () => {
  it('keeps the sum and has the variance of its sigma', () => {
    const planes = dot()
    gaussianBlur(planes, 2)
    const { sum, xx, yy } = moments(planes)
    expect(sum).toBeCloseTo(1, 5)
    expect(xx).toBeCloseTo(4, 0)
    expect(yy).toBeCloseTo(xx, 4)
  })

  it('leaves an even area alone up to the edges, and everything at sigma 0', () => {
    const even = { width: 5, height: 3, channels: 2, data: new Float32Array(30).fill(7) }
    gaussianBlur(even, 3)
    for (const value of even.data) expect(value).toBeCloseTo(7, 4)
    const sharp = dot()
    gaussianBlur(sharp, 0)
    expect(sharp).toEqual(dot())
  })
})

describe('a motion blur', () => {
  it('smears along its line only', () => {
    const across = dot()
    motionBlur(across, 7, 0)
    expect(moments(across).sum).toBeCloseTo(1, 5)
    expect([...across.data.subarray(10 * 21 + 6, 10 * 21 + 15)].map(v => Math.round(v * 70) / 10)).toEqual([
      0, 1, 1, 1, 1, 1, 1, 1, 0,
    ])
    expect(moments(across).yy).toBe(0)

    const down = dot()
    motionBlur(down, 7, 90)
    expect(moments(down).yy).toBeCloseTo(4, 1)
    expect(moments(down).xx).toBeCloseTo(0, 5)
  })

  it('leaves an even area alone up to the edges', () => {
    const even = { width: 5, height: 4, channels: 1, data: new Float32Array(20).fill(7) }
    motionBlur(even, 6, 30)
    for (const value of even.data) expect(value).toBeCloseTo(7, 4)
  })
})
