import { describe, expect, it } from 'vitest'
import { bitmap } from '../../../test/bitmaps.ts'
import { Mask } from '../../mask/index.ts'
import { columnRuns } from './column-runs.ts'
import { MaskPainter, type MaskStyle } from './mask-painter.ts'

const style: MaskStyle = {
  colour: [200, 0, 0],
  fill: 0.4,
  line: 1,
  rim: { colour: [0, 0, 0], opacity: 0.6, width: 1 },
}

/** A letter a pixel: F the inside, L the line inside, R the rim outside, . nothing. */
function painted(mask: Mask, size: number, x: number, y: number, scale: number, how = style): string[] {
  const pixels = new Uint8ClampedArray(size * size * 4)
  new MaskPainter(size, 3).paint(pixels, x, y, scale, columnRuns(mask)!, how)
  const letter = (i: number) => {
    const [red, opacity] = [pixels[4 * i]!, pixels[4 * i + 3]!]
    return opacity === 0 ? '.' : red === 0 ? 'R' : opacity === 255 ? 'L' : 'F'
  }
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => letter(row * size + column)).join(''),
  )
}

const square = Mask.fromBitmap(bitmap('......', '.####.', '.####.', '.####.', '.####.', '......'))

describe('a painted mask', () => {
  it('has a line inside its outline and a rim outside', () => {
    expect(painted(square, 6, 0, 0, 1)).toEqual(['RRRRRR', 'RLLLLR', 'RLFFLR', 'RLFFLR', 'RLLLLR', 'RRRRRR'])
  })

  it('goes on in the next tile as if there were one', () => {
    expect(painted(square, 3, 3, 3, 1)).toEqual(['FLR', 'LLR', 'RRR'])
    expect(painted(square, 2, 2, 2, 1)).toEqual(['FF', 'FF'])
  })

  it('has lines of any width, whatever the scale', () => {
    const wide = { ...style, line: 2, rim: { ...style.rim, width: 2 } }
    expect(painted(square, 8, 0, 0, 2, wide)).toEqual([
      'RRRRRRRR',
      'RRRRRRRR',
      'RRLLLLLL',
      'RRLLLLLL',
      'RRLLFFFF',
      'RRLLFFFF',
      'RRLLFFFF',
      'RRLLFFFF',
    ])
  })

  it('leaves nothing behind for the next one', () => {
    const painter = new MaskPainter(6, 3)
    const pixels = () => new Uint8ClampedArray(144)
    const other = Mask.fromBitmap(bitmap('#.....', '......', '......', '......', '......', '......'))
    const [first, again] = [pixels(), pixels()]
    painter.paint(first, 0, 0, 1, columnRuns(other)!, style)
    painter.paint(pixels(), 0, 0, 1, columnRuns(square)!, { ...style, line: 3 })
    painter.paint(again, 0, 0, 1, columnRuns(other)!, style)
    expect(again).toEqual(first)
  })
})
