import { type Affine, apply, type Box, type Raster } from '../image/index.ts'

/**
 * The smallest box around the pixels of 255 of a mask, where a map puts their centres.
 *
 * @throws RangeError when there are none
 */
export function boundsInView({ width, height, data }: Raster<Uint8Array>, view: Affine): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  const reach = (x: number, y: number) => {
    const p = apply(view, { x, y })
    x0 = Math.min(x0, p.x)
    y0 = Math.min(y0, p.y)
    x1 = Math.max(x1, p.x)
    y1 = Math.max(y1, p.y)
  }
  // The first and the last pixel of every row span the hull.
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width)
    const first = row.indexOf(255)
    if (first < 0) continue
    reach(first, y)
    reach(row.lastIndexOf(255), y)
  }
  if (x1 < x0) throw new RangeError('sample: the object has no pixels')
  return { x0, y0, x1, y1 }
}
