import type { Raster, Size } from '../image/index.ts'

/** First pixels of square patches on a grid; may be outside it. */
export type PatchPlaces = readonly { readonly x: number; readonly y: number }[]

/**
 * Places for patches so that their inner parts cover a band, in strips from the top, each filled from the left.
 *
 * @param band   1 for pixels of the band; of any resolution, covering the same as the grid
 * @param grid   pixels of the whole
 * @param size   side of a patch
 * @param rim    pixels on each side of a patch that are only there for their surroundings
 */
export function placePatches(
  band: Raster<Uint8Array>,
  grid: Size,
  { size, rim }: { readonly size: number; readonly rim: number },
): PatchPlaces {
  const inner = size - 2 * rim
  const [cellX, cellY] = [grid.width / band.width, grid.height / band.height]
  const rows = Array.from({ length: band.height }, (_, v) =>
    band.data.subarray(v * band.width, (v + 1) * band.width),
  )
  const occupied = rows.map(row => row.includes(1))
  const places: { x: number; y: number }[] = []
  for (let top = nextOf(occupied, 0, cellY); top < grid.height; top = nextOf(occupied, top + inner, cellY)) {
    const inStrip = rows.filter((_, v) => (v + 1) * cellY > top && v * cellY < top + inner)
    const columns = Array.from({ length: band.width }, (_, u) => inStrip.some(row => row[u] === 1))
    for (let left = nextOf(columns, 0, cellX); left < grid.width; left = nextOf(columns, left + inner, cellX))
      places.push({ x: left - rim, y: top - rim })
  }
  return places
}

/** The first pixel from `start` on that touches an occupied cell; Infinity when there is none. */
function nextOf(cells: readonly boolean[], start: number, size: number): number {
  const cell = cells.indexOf(true, Math.floor(start / size))
  return cell < 0 ? Infinity : Math.max(Math.floor(cell * size), start)
}
