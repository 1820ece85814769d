import type { MaybePlaced } from './bitmap.ts'
import type { Part, Ring } from './polygon.ts'

// Two ways to give a place in a photo, half a pixel apart.
//
// Points, such as clicks and extreme points, count pixel centres: the first pixel is at 0, 0.
// Rings, like the polygons in COCO's files, count pixel corners: the first pixel is the square from 0, 0 to 1, 1,
// its centre lies at 0.5, 0.5, and a photo of 640 × 480 reaches from 0, 0 to 640, 480.
//
// So a place in ring coordinates is the place in point coordinates plus a half.

/**
 * The outlines of a mask along the edges of its pixels, exact: a pixel is inside when its centre lies inside an odd
 * number of the rings. Corners are whole numbers, and only those where the outline turns are listed.
 *
 * Pixels that touch only at a corner belong to different parts: the inside is 4-connected, the outside 8-connected.
 * Outer rings run clockwise as seen on the screen, holes the other way.
 *
 * @returns the parts in the order of their first pixels, row by row, and so the holes of each
 */
export function contours(bitmap: MaybePlaced): Part[] {
  const inside = withMargin(bitmap)
  const stride = bitmap.width + 2
  // For a pixel whose left side an outline runs up along: the number of its part, from 1.
  const partNumbers = new Int32Array(inside.length)
  const parts: { outer: Ring; holes: Ring[] }[] = []
  const offset = { x: (bitmap.x ?? 0) - 1, y: (bitmap.y ?? 0) - 1 }

  // Runs of pixels inside, row by row; the margin keeps the rows apart.
  let previous = 0
  for (let start = 0; start < inside.length; start++) {
    if (inside[start] === 0 || inside[start - 1] === 1) continue
    if (partNumbers[start] === 0) {
      // An outline that no run has met so far, so this is its highest row. Above the first pixel of a part lies none.
      // Above the highest row of a hole the part is closed, and the run before belongs to it.
      const isHole = inside[start - stride] === 1
      const number = isHole ? partNumbers[previous]! : parts.length + 1
      const ring = trace(start, number, inside, stride, partNumbers)
      for (let k = 0; k < ring.length; k += 2) {
        ring[k]! += offset.x
        ring[k + 1]! += offset.y
      }
      if (isHole) parts[number - 1]!.holes.push(ring)
      else parts.push({ outer: ring, holes: [] })
    }
    previous = start
  }
  return parts
}

/**
 * Follows an outline with the inside on the right hand, starting upwards along the left side of a pixel, and marks
 * all left sides that it runs up along. The result is in coordinates of the bitmap with margin.
 */
function trace(
  start: number,
  number: number,
  inside: Uint8Array,
  stride: number,
  partNumbers: Int32Array,
): number[] {
  // Right along the top of a pixel, down its right side, left along its bottom, up its left side.
  const forward = [1, stride, -1, -stride]
  const cornerX = [1, 1, 0, 0]
  const cornerY = [0, 1, 1, 0]
  const ring: number[] = []
  let pixel = start
  let direction = 3
  do {
    if (direction === 3) partNumbers[pixel] = number
    const ahead = pixel + forward[direction]!
    const aheadOnTheLeft = ahead + forward[(direction + 3) % 4]!
    if (inside[ahead] && !inside[aheadOnTheLeft]) pixel = ahead
    else {
      const x = pixel % stride
      ring.push(x + cornerX[direction]!, (pixel - x) / stride + cornerY[direction]!)
      if (inside[ahead]) {
        pixel = aheadOnTheLeft
        direction = (direction + 3) % 4
      } else direction = (direction + 1) % 4
    }
  } while (pixel !== start || direction !== 3)
  return ring
}

/** The pixels with a margin of zeros one pixel wide, so that every pixel inside has neighbours. */
function withMargin({ width, height, data }: MaybePlaced): Uint8Array {
  const stride = width + 2
  const padded = new Uint8Array(stride * (height + 2))
  for (let y = 0; y < height; y++) padded.set(data.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1)
  return padded
}
