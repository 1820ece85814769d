import { expect, it } from 'vitest'
import { objectSvg } from './object-svg.ts'

it('outlines are paths in pixels of the photo, with their holes and their names', () => {
  const parts = [{ outer: [1, 1, 5, 1, 5, 5, 1, 5], holes: [[2, 2, 2, 4, 4, 4, 4, 2]] }]
  const svg = objectSvg([{ label: '7', class: '<bear> & "cub"\u0001', parts }], { width: 8, height: 6 })
  expect(svg).toContain('width="8" height="6" viewBox="0 0 8 6"')
  expect(svg).toContain('d="M1 1 5 1 5 5 1 5ZM2 2 2 4 4 4 4 2Z"')
  expect(svg).toContain('<title>7 &lt;bear&gt; &amp; "cub" </title>')
  expect(svg).toContain('fill-rule="evenodd"')
})

it('clicks are rings around the middles of their pixels', () => {
  const svg = objectSvg([{ label: '1', parts: [], clicks: [{ x: 3, y: 4 }] }], { width: 8, height: 6 })
  expect(svg.match(/<circle cx="3.5" cy="4.5" r="3.5"/g)).toHaveLength(2)
  expect(objectSvg([{ label: '1', parts: [] }], { width: 8, height: 6 })).not.toContain('circle')
})
