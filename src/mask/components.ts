import { complement, union } from './boolean.ts'
import { Mask } from './mask.ts'
import { forEachColumnRun, fromToggles, type Rle } from './rle.ts'

/** Which pixels belong together: those with a common side, or those with a common corner too. */
export type Connectivity = 4 | 8

/** A run of 1s in one column, the rows from top up to, not including, bottom. */
type Run = { readonly column: number; readonly top: number; readonly bottom: number; component: number }

/** The connected components, in the order of their first pixels column by column. */
export function components(mask: Rle, connectivity: Connectivity = 8): Mask[] {
  const { runs, areas } = label(mask, connectivity)
  const runsOf: Run[][] = areas.map(() => [])
  for (const run of runs) runsOf[run.component]!.push(run)
  return runsOf.map(ofOne => fromRuns(ofOne, mask))
}

/** The component with the most pixels, the first of equals; an empty mask stays empty. */
export function largestComponent(mask: Rle, connectivity: Connectivity = 8): Mask {
  const { runs, areas } = label(mask, connectivity)
  const largest = areas.indexOf(areas.reduce((a, b) => Math.max(a, b), 0))
  return fromRuns(
    runs.filter(run => run.component === largest),
    mask,
  )
}

/** The mask without its components of fewer pixels than minimumArea. */
export function dropIslands(mask: Rle, minimumArea: number, connectivity: Connectivity = 8): Mask {
  const { runs, areas } = label(mask, connectivity)
  return fromRuns(
    runs.filter(run => areas[run.component]! >= minimumArea),
    mask,
  )
}

/**
 * The mask without its holes of fewer pixels than minimumArea; by default without any. What touches the border of
 * the photo is no hole.
 *
 * @param connectivity  of the inside; the outside has the other one, so that a closed outline closes
 */
export function fillHoles(mask: Rle, minimumArea = Infinity, connectivity: Connectivity = 8): Mask {
  const { runs, areas } = label(complement(mask), connectivity === 8 ? 4 : 8)
  const kept = new Set<number>()
  for (const { column, top, bottom, component } of runs)
    if (column === 0 || column === mask.width - 1 || top === 0 || bottom === mask.height) kept.add(component)
  const holes = runs.filter(({ component }) => !kept.has(component) && areas[component]! < minimumArea)
  return new Mask(union(mask, fromRuns(holes, mask)))
}

function fromRuns(runs: readonly Run[], photo: Rle): Mask {
  const toggles = new Uint32Array(2 * runs.length)
  runs.forEach(({ column, top, bottom }, k) => {
    toggles[2 * k] = column * photo.height + top
    toggles[2 * k + 1] = column * photo.height + bottom
  })
  return new Mask(fromToggles(toggles, photo))
}

/** The runs in order, each with its component from 0, and the components' pixels. No bitmap is made. */
function label(mask: Rle, connectivity: Connectivity): { runs: Run[]; areas: number[] } {
  const runs: Run[] = []
  // While runs are joined, the component of a run is an earlier run of the same one, or itself.
  const first = (k: number): number => {
    while (runs[k]!.component !== k) {
      runs[k]!.component = runs[runs[k]!.component]!.component
      k = runs[k]!.component
    }
    return k
  }
  // Runs of neighbouring columns touch when their rows overlap, or when they adjoin where corners count.
  const reach = connectivity === 8 ? 1 : 0
  let neighbour = 0
  forEachColumnRun(mask, (column, top, bottom) => {
    const k = runs.length
    runs.push({ column, top, bottom, component: k })
    const isBefore = (run: Run) =>
      run.column < column - 1 || (run.column === column - 1 && run.bottom + reach <= top)
    while (isBefore(runs[neighbour]!)) neighbour++
    for (let n = neighbour; runs[n]!.column === column - 1 && runs[n]!.top < bottom + reach; n++) {
      const [a, b] = [first(n), first(k)]
      runs[Math.max(a, b)]!.component = Math.min(a, b)
    }
  })

  const areas: number[] = []
  for (const [k, run] of runs.entries()) {
    run.component = run.component === k ? areas.push(0) - 1 : runs[run.component]!.component
    areas[run.component]! += run.bottom - run.top
  }
  return { runs, areas }
}
