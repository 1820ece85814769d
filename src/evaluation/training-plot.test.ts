import { expect, it } from 'vitest'
import { readMetrics, trainingPlot } from './training-plot.ts'

const lines = (rows: object[]) => rows.map(row => `${JSON.stringify(row)}\n`).join('')

it('reads steps and validations, in order', () => {
  const text = lines([
    { step: 1, loss: 0.9, rate: 0.1 },
    { step: 2, loss: 0.8 },
    { step: 2, iou: 0.7 },
  ])
  expect(readMetrics(text)).toEqual({
    losses: [
      { x: 1, y: 0.9 },
      { x: 2, y: 0.8 },
    ],
    validations: [{ x: 2, y: 0.7 }],
  })
})

it('takes the later line of a step that a killed run repeated, and leaves out an unfinished last line', () => {
  const text = `${lines([
    { step: 1, loss: 3 },
    { step: 2, loss: 2 },
    { step: 2, loss: 1.5 },
  ])}{"step":3,"lo`
  expect(readMetrics(text).losses).toEqual([
    { x: 1, y: 3 },
    { x: 2, y: 1.5 },
  ])
})

it('draws loss and validation one above the other, short however long the run', () => {
  const losses = Array.from({ length: 100_000 }, (_, i) => ({ x: i + 1, y: 1 / (1 + i / 1000) }))
  const svg = trainingPlot({ losses, validations: [{ x: 50_000, y: 0.9 }] }, 'bears & <others>')
  expect(svg).toContain('bears &amp; &lt;others&gt;')
  expect(svg).toContain('mean of 2000 steps')
  expect(svg).toContain('IoU on the validation split')
  expect(svg.length).toBeLessThan(40_000)
  expect(svg).not.toContain('NaN')
})

it('draws a run without validations, and one that has not begun', () => {
  expect(trainingPlot({ losses: [{ x: 1, y: 1 }], validations: [] })).not.toMatch(/NaN|validation/)
  expect(trainingPlot({ losses: [], validations: [] })).not.toContain('NaN')
})
