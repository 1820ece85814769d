import { expect, it } from 'vitest'
import type { DatasetFigures } from './figures.ts'
import { studyPlots } from './study-plots.ts'

const all = {
  objects: 3,
  iou: 0.9,
  boundaryF: 0.9,
  under80: 0,
  recall50: 1,
  recall70: 1,
  quantiles: [0.8, 0.9, 0.9],
  distance95: 2,
  seconds: 0.1,
} as const
const zoo: DatasetFigures = {
  name: 'zoo & park',
  clicks: 'points',
  mean: 'objects',
  all,
  by: { set: {}, part: {}, size: {}, class: {} },
}

it('draws a chart for each study that was made', () => {
  const jitter = [
    { share: 0, draws: 1, iou: 0.9, deviation: 0 },
    { share: 0.02, draws: 3, iou: 0.85, deviation: 0.01 },
  ]
  const furtherPoints = { ious: [0.9, 0.92], hard: { objects: 0, ious: [] } }
  const plots = studyPlots([
    { ...zoo, jitter, furtherPoints },
    { ...zoo, jitter, name: 'sea' },
  ])
  expect([...plots.keys()]).toEqual(['jitter', 'points'])
  expect(plots.get('jitter')).toContain('zoo &amp; park')
  expect(plots.get('jitter')).toContain('sea')
  expect(plots.get('points')).not.toContain('sea')
  for (const svg of plots.values()) expect(svg).not.toContain('NaN')
})

it('draws nothing where no study was made', () => {
  expect(studyPlots([zoo]).size).toBe(0)
})
