import type { Box, Point, Size } from '../image/index.ts'
import type { MaybePlaced, PlacedBitmap } from './bitmap.ts'
import { difference, exclusive, intersection, union, unionOfAll } from './boolean.ts'
import { type CocoRle, readCocoRle, writeCocoRle } from './coco-rle.ts'
import { contours } from './contours.ts'
import { iou } from './metrics.ts'
import { fillParts, fillPolygons, type Part, type Ring } from './polygon.ts'
import { area, boundingBox, checkSize, decode, encode, type Rle, sameMask } from './rle.ts'
import { simplify, vertexCount } from './simplify.ts'

/** Outlines with fewer vertices, and what leaving the others out costs. */
export type Outline = {
  readonly parts: Part[]
  readonly vertices: number
  /** Vertices of the exact outlines. */
  readonly exactVertices: number
  /** Intersection over union of the filled outlines and the mask. */
  readonly iou: number
}

/**
 * One object in a photo, as pixels. A value: nothing changes it. It is stored as run lengths over the whole photo,
 * so its cost is that of its outline; bitmaps and polygons are views of it.
 */
export class Mask implements Rle {
  /** Of the photo, in pixels. */
  readonly width: number
  readonly height: number
  /** Runs of 0s and 1s in turn, column by column; not to be written to. */
  readonly counts: Uint32Array
  #area: number | undefined
  #box: Box | undefined

  /** The mask with these runs, which are not copied. */
  constructor({ width, height, counts }: Rle) {
    this.width = width
    this.height = height
    this.counts = counts
  }

  /** A mask with nothing inside. */
  static empty({ width, height }: Size): Mask {
    checkSize({ width, height })
    return new Mask({ width, height, counts: Uint32Array.of(width * height) })
  }

  /**
   * The mask of a bitmap, which may be a window placed in a larger photo.
   *
   * @param size  of the photo; by default that of the bitmap
   * @throws RangeError when the data does not fill the bitmap, or the bitmap reaches outside the photo
   */
  static fromBitmap(bitmap: MaybePlaced, size: Size = bitmap): Mask {
    return new Mask(encode(bitmap, size))
  }

  /** @throws RangeError when COCO's run lengths are damaged */
  static fromRle(rle: CocoRle): Mask {
    return new Mask(readCocoRle(rle))
  }

  /**
   * Polygons filled as the COCO API fills them, united; whole numbers are corners of pixels.
   *
   * @throws RangeError when a coordinate is missing, not a number, or beyond ±429,496,729
   */
  static fromPolygons(polygons: readonly Ring[], size: Size): Mask {
    return new Mask(fillPolygons(polygons, size))
  }

  /** Parts filled by the same rule, but for their holes: contours() and back is the same mask. */
  static fromParts(parts: readonly Part[], size: Size): Mask {
    return new Mask(fillParts(parts, size))
  }

  /** What lies in any of the masks, of which there may be none. */
  static unionOf(masks: readonly Rle[], size: Size): Mask {
    return new Mask(unionOfAll(masks, size))
  }

  /** Number of pixels inside. */
  get area(): number {
    this.#area ??= area(this)
    return this.#area
  }

  /** The smallest box around the inside; undefined when there is none. */
  get box(): Box | undefined {
    this.#box ??= boundingBox(this)
    return this.#box
  }

  /** Whether a pixel lies inside; outside the photo none does. The coordinates are whole. */
  has({ x, y }: Point): boolean {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false
    const position = x * this.height + y
    let run = 0
    for (let end = this.counts[0]!; end <= position; ) end += this.counts[++run]!
    return run % 2 === 1
  }

  /** The JSON form of COCO, with compressed run lengths. */
  toRle(): { size: [height: number, width: number]; counts: string } {
    return writeCocoRle(this)
  }

  /**
   * The pixels of the whole photo, or of a window, which may reach outside the photo.
   *
   * @throws RangeError when the corners of the window are not whole, or it is empty
   */
  toBitmap(window?: Box): PlacedBitmap {
    return decode(this, window)
  }

  /**
   * The outlines along the pixels' edges, with holes; whole numbers are corners of pixels.
   *
   * @param tolerance  by how many pixels a vertex may be off that is left out; 0, the default, is exact
   */
  contours({ tolerance = 0 }: { tolerance?: number } = {}): Part[] {
    return simplify(this.box ? contours(this.toBitmap(this.box)) : [], tolerance)
  }

  /** The outlines with a tolerance in pixels, the number of vertices, and the IoU that it costs. */
  outline(tolerance: number): Outline {
    const exact = this.contours()
    const parts = simplify(exact, tolerance)
    return {
      parts,
      vertices: vertexCount(parts),
      exactVertices: vertexCount(exact),
      iou: iou(this, fillParts(parts, this)),
    }
  }

  union(other: Rle): Mask {
    return new Mask(union(this, other))
  }

  intersection(other: Rle): Mask {
    return new Mask(intersection(this, other))
  }

  /** What lies in this mask and not in the other. */
  difference(other: Rle): Mask {
    return new Mask(difference(this, other))
  }

  /** What lies in exactly one of the two. */
  exclusive(other: Rle): Mask {
    return new Mask(exclusive(this, other))
  }

  equals(other: Rle): boolean {
    return sameMask(this, other)
  }
}
