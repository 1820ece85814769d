import { expect, it } from 'vitest'
import { colourOf, inkOn, palette } from './palette.ts'

type Triple = [number, number, number]
type Matrix = [Triple, Triple, Triple]

/** What a colour becomes for eyes with all three cones, and without one: Machado et al. 2009, severity 1. */
const views: Record<string, Matrix> = {
  'all three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const times = (matrix: Matrix, vector: Triple) =>
  matrix.map(row => row.reduce((sum, value, i) => sum + value * vector[i]!, 0)) as Triple

function linear(colour: string): Triple {
  const channels = [1, 3, 5].map(i => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
  return channels.map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as Triple
}

/** Ottosson 2020: distances in this space are close to those seen. */
function oklab(rgb: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map(c => Math.max(0, c)) as Triple,
  ).map(Math.cbrt) as Triple
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  )
}

for (const [name, matrix] of Object.entries(views))
  it(`any two of the twenty colours differ for eyes with ${name}`, () => {
    const seen = palette.map(colour => oklab(times(matrix, linear(colour))))
    for (const [i, a] of seen.entries())
      for (const b of seen.slice(i + 1))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.07)
  })

it('a class without a colour of its own takes the palette in turn', () => {
  expect([colourOf(0), colourOf(20), colourOf('#123456')]).toEqual([palette[0], palette[0], '#123456'])
})

it('text on a colour is black or white, whichever has more contrast', () => {
  expect([inkOn('#f0e442'), inkOn('#651e9e')]).toEqual(['#000', '#fff'])
})
