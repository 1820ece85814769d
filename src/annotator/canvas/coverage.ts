import type { Box } from '../../image/index.ts'
import type { ColumnRuns } from './column-runs.ts'

/** From this scale on a pixel of the screen is inside or outside, as pixels of the photo are. */
const crispScale = 1
/** Columns of the photo that are looked at per column of the screen, where many lie under one. */
const mostColumns = 4

/**
 * Which share of every pixel of the screen a mask covers: vertically exact, horizontally from up to four columns.
 * From scale 1 on the nearest pixel of the photo decides, so that outlines follow the pixels' edges.
 *
 * @param scale   pixels of the screen per pixel of the photo
 * @param window  part of the enlarged photo, in pixels of the screen from the photo's corner
 * @param out     0 to 255, row by row over the window; only the part that is returned is written
 * @returns       the part of the window that the mask may touch, in its own coordinates; undefined when there is none
 */
export function coverage(
  { box, first, tops, bottoms }: ColumnRuns,
  scale: number,
  window: Box,
  out: Uint8Array,
): Box | undefined {
  const width = window.x1 - window.x0 + 1
  const part = {
    x0: Math.max(0, Math.floor(box.x0 * scale) - window.x0),
    y0: Math.max(0, Math.floor(box.y0 * scale) - window.y0),
    x1: Math.min(width - 1, Math.ceil((box.x1 + 1) * scale) - 1 - window.x0),
    y1: Math.min(window.y1 - window.y0, Math.ceil((box.y1 + 1) * scale) - 1 - window.y0),
  }
  if (part.x0 > part.x1 || part.y0 > part.y1) return undefined
  const rows = part.y1 - part.y0 + 1
  const origin = window.y0 + part.y0
  const samples = scale >= crispScale ? 1 : Math.min(mostColumns, Math.ceil(1 / scale))
  // Changes of the coverage from one row to the next: an end of a run counts in the row that it crosses by its share.
  const changes = new Float32Array(rows + 2)
  const end = (row: number, weight: number) => {
    const y = row * scale - origin
    const place = Math.min(Math.max(scale >= crispScale ? Math.ceil(y - 0.5) : y, 0), rows)
    const whole = Math.floor(place)
    changes[whole]! += weight * (1 - (place - whole))
    changes[whole + 1]! += weight * (place - whole)
  }
  for (let x = part.x0; x <= part.x1; x++) {
    changes.fill(0)
    for (let sample = 0; sample < samples; sample++) {
      const column = Math.floor((window.x0 + x + (sample + 0.5) / samples) / scale) - box.x0
      if (column < 0 || column > box.x1 - box.x0) continue
      for (let run = first[column]!; run < first[column + 1]!; run++) {
        if (bottoms[run]! * scale <= origin || tops[run]! * scale >= origin + rows) continue
        end(tops[run]!, 255 / samples)
        end(bottoms[run]!, -255 / samples)
      }
    }
    let covered = 0
    for (let y = 0, i = part.y0 * width + x; y < rows; y++, i += width) {
      covered += changes[y]!
      out[i] = covered + 0.5
    }
  }
  return part
}
