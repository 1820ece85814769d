import type { Point } from '../image/index.ts'
import { unionOfAll } from './boolean.ts'
import { components } from './components.ts'
import { Mask } from './mask.ts'
import { around } from './morphology.ts'
import { stroke } from './stroke.ts'

/**
 * A mask cut along a line. No pixel is lost: those under the line go to the nearer piece.
 *
 * @param line  in pixels, pixel centres on whole numbers
 * @returns the pieces, the largest first, together with components that the line does not touch; only the mask when
 *   the line does not cut it through
 */
export function split(mask: Mask, line: readonly Point[]): Mask[] {
  // Wide enough that no two pixels on its sides have a side or a corner in common.
  const cut = stroke(line, 1, mask)
  const [touched, apart] = [[] as Mask[], [] as Mask[]]
  for (const component of components(mask))
    (component.intersection(cut).area > 0 ? touched : apart).push(component)
  const pieces = components(Mask.unionOf(touched, mask).difference(cut))
  if (pieces.length < 2) return [mask]
  pieces.sort((a, b) => b.area - a.area)
  const whole = withPixelsUnderLine(pieces, Mask.unionOf(touched, mask).intersection(cut))
  return [Mask.unionOf([whole[0]!, ...apart], mask), ...whole.slice(1)]
}

/** The pieces grown pixel by pixel, all at once, until nothing is left under the line. */
function withPixelsUnderLine(pieces: readonly Mask[], left: Mask): Mask[] {
  const window = around(left, 1)
  if (!window) return [...pieces]
  const { x, y, width, height, data: free } = left.toBitmap(window)
  const owner = new Uint16Array(free.length)
  const front: number[] = []
  for (const [k, piece] of pieces.entries())
    piece.toBitmap(window).data.forEach((inside, i) => {
      if (!inside) return
      owner[i] = k + 1
      front.push(i)
    })
  for (const i of front)
    for (const [dx, dy] of neighbours) {
      const column = (i % width) + dx
      const row = Math.floor(i / width) + dy
      const j = row * width + column
      if (column < 0 || row < 0 || column >= width || row >= height || !free[j] || owner[j]) continue
      owner[j] = owner[i]!
      front.push(j)
    }
  // What no piece reaches, such as a component that lies under the line as a whole, goes to the largest.
  return pieces.map((piece, k) => {
    const data = owner.map((number, i) => (number === k + 1 || (k === 0 && number === 0 && free[i]) ? 1 : 0))
    return new Mask(
      unionOfAll(
        [piece, Mask.fromBitmap({ x, y, width, height, data: Uint8Array.from(data) }, piece)],
        piece,
      ),
    )
  })
}

/** Those with a common side come first, so that a pixel goes to the nearer piece. */
const neighbours = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const
