import { expect, it } from 'vitest'
import { formats } from '../../formats/index.ts'
import { exportFormats } from './export-formats.ts'

it('the page offers every format that can be written', () => {
  const names = exportFormats.map(([name]) => name)
  expect(names.toSorted()).toEqual([...formats.map(({ name }) => name), 'coco-polygons'].toSorted())
})
