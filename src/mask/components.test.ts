import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap, rows } from '../../test/bitmaps.ts'
import type { Bitmap } from './bitmap.ts'
import { type Connectivity, components, dropIslands, fillHoles, largestComponent } from './components.ts'
import { Mask } from './mask.ts'

const mask = (...rows: string[]) => Mask.fromBitmap(bitmap(...rows))
const connectivity = fc.constantFrom<Connectivity>(4, 8)

describe('components', () => {
  it('are in the order of their first pixels, column by column', () => {
    const parts = components(mask('.##', '#..', '..#'), 4)
    expect(parts.map(part => rows(part.toBitmap()))).toEqual([
      ['...', '#..', '...'],
      ['.##', '...', '...'],
      ['...', '...', '..#'],
    ])
  })

  it('hang together at corners when 8-connected', () => {
    expect(components(mask('.##', '#..', '..#')).length).toBe(2)
  })

  it('join late, where two arms meet', () => {
    expect(components(mask('####', '...#', '####')).length).toBe(1)
  })

  it('are those that flooding finds, and partition the mask', () => {
    fc.assert(
      fc.property(anyBitmap, connectivity, (picture, connected) => {
        const whole = Mask.fromBitmap(picture)
        const parts = components(whole, connected)
        expect(parts.map(part => part.toBitmap().data)).toEqual(flooded(picture, connected))
        expect(parts.reduce((sum, part) => sum + part.area, 0)).toBe(whole.area)
      }),
    )
  })
})

describe('the largest component', () => {
  it('has the most pixels', () => {
    expect(rows(largestComponent(mask('##..#', '....#', '#...#'), 4).toBitmap())).toEqual([
      '....#',
      '....#',
      '....#',
    ])
  })

  it('of an empty mask is empty', () => {
    expect(largestComponent(mask('..')).area).toBe(0)
  })
})

describe('dropping islands', () => {
  it('keeps components of the minimum area', () => {
    expect(rows(dropIslands(mask('##.#', '...#', '#..#'), 2, 4).toBitmap())).toEqual(['##.#', '...#', '...#'])
  })
})

describe('filling holes', () => {
  const holes = mask(
    '######', //
    '#.#..#',
    '#.####',
    '####..',
  )

  it('fills what the mask encloses, not what touches the border', () => {
    expect(rows(fillHoles(holes).toBitmap())).toEqual(['######', '######', '######', '####..'])
  })

  it('fills holes below the minimum area only', () => {
    const thin = mask('#####', '#.#.#', '###.#', '#####')
    expect(rows(fillHoles(thin, 2).toBitmap())).toEqual(['#####', '###.#', '###.#', '#####'])
  })

  it('takes a ring closed at its corners as closed when 8-connected, as open when 4-connected', () => {
    const ring = mask('.#.', '#.#', '.#.')
    expect(fillHoles(ring).area).toBe(5)
    expect(fillHoles(ring, Infinity, 4).area).toBe(4)
  })

  it('leaves no enclosed component outside', () => {
    fc.assert(
      fc.property(anyBitmap, connectivity, (picture, connected) => {
        const filled = fillHoles(Mask.fromBitmap(picture), Infinity, connected)
        const { width, height, data } = filled.toBitmap()
        const outside = { width, height, data: data.map(value => 1 - value) }
        for (const part of flooded(outside, connected === 8 ? 4 : 8))
          expect(part.some((value, i) => value && isOnBorder(i, width, height))).toBe(true)
      }),
    )
  })
})

/** Components by flooding, each from its first pixel in column order. */
function flooded({ width, height, data }: Bitmap, connectivity: Connectivity): Uint8Array[] {
  const left = data.slice()
  const parts: Uint8Array[] = []
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      if (!left[y * width + x]) continue
      const part = new Uint8Array(data.length)
      const open = [[x, y] as const]
      for (let next = open.pop(); next; next = open.pop()) {
        const [px, py] = next
        if (px < 0 || py < 0 || px >= width || py >= height || !left[py * width + px]) continue
        left[py * width + px] = 0
        part[py * width + px] = 1
        for (const dx of [-1, 0, 1])
          for (const dy of [-1, 0, 1])
            if (connectivity === 8 || dx === 0 || dy === 0) open.push([px + dx, py + dy])
      }
      parts.push(part)
    }
  return parts
}

function isOnBorder(i: number, width: number, height: number): boolean {
  const [x, y] = [i % width, Math.floor(i / width)]
  return x === 0 || y === 0 || x === width - 1 || y === height - 1
}
