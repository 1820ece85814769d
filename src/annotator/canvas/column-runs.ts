import type { Box } from '../../image/index.ts'
import { forEachColumnRun, type Mask } from '../../mask/index.ts'

/** The runs of a mask to be found by their column: of column box.x0 + k those from first[k] up to first[k + 1]. */
export type ColumnRuns = {
  readonly box: Box
  readonly first: Uint32Array
  /** Rows of the photo, from top up to, not including, bottom. */
  readonly tops: Int32Array
  readonly bottoms: Int32Array
}

const made = new WeakMap<Mask, ColumnRuns | null>()

/** The runs of a mask, made once; null when it is empty. */
export function columnRuns(mask: Mask): ColumnRuns | null {
  let runs = made.get(mask)
  if (runs === undefined) {
    runs = make(mask)
    made.set(mask, runs)
  }
  return runs
}

function make(mask: Mask): ColumnRuns | null {
  const { box } = mask
  if (!box) return null
  const columns = box.x1 - box.x0 + 1
  const first = new Uint32Array(columns + 1)
  forEachColumnRun(mask, column => first[column - box.x0 + 1]!++)
  for (let k = 0; k < columns; k++) first[k + 1]! += first[k]!
  const tops = new Int32Array(first[columns]!)
  const bottoms = new Int32Array(first[columns]!)
  let run = 0
  forEachColumnRun(mask, (_, top, bottom) => {
    tops[run] = top
    bottoms[run++] = bottom
  })
  return { box, first, tops, bottoms }
}
