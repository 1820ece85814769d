import { rankCorrelation } from './rank-correlation.ts'
import { meanOf } from './summary.ts'

/** How well doubt tells which masks are wrong. IoU and shares from 0 to 1. */
export type DoubtFigures = {
  readonly objects: number
  /** Spearman's rank correlation of 1 - doubt with the true IoU. */
  readonly correlation: number
  /** Mean IoU, and share under 0.8, of the masks that are kept when a share of all, the most doubtful, is put aside. */
  readonly kept: readonly { readonly putAside: number; readonly iou: number; readonly under80: number }[]
  /** Share of the masks under 0.8 that are among the most doubtful fifth of all; absent where none is under 0.8. */
  readonly found?: number
}

const shares = [0, 0.05, 0.1, 0.2, 0.3, 0.5]

/**
 * What putting the most doubtful masks aside, for a person to look at, makes of the rest.
 *
 * @throws RangeError when there are fewer than two results
 */
export function doubtFigures(
  results: readonly { readonly iou: number; readonly doubt: number }[],
): DoubtFigures {
  if (results.length < 2) throw new RangeError(`doubt: ${results.length} results, expected two or more`)
  const surest = results.toSorted((a, b) => a.doubt - b.doubt)
  const isPoor = ({ iou }: { readonly iou: number }) => iou < 0.8
  const kept = (putAside: number) => surest.slice(0, Math.max(1, Math.round((1 - putAside) * results.length)))
  const poor = results.filter(isPoor).length
  return {
    objects: results.length,
    correlation: rankCorrelation(
      results.map(({ doubt }) => -doubt),
      results.map(({ iou }) => iou),
    ),
    kept: shares.map(putAside => {
      const rest = kept(putAside)
      return {
        putAside,
        iou: meanOf(rest.map(({ iou }) => iou)),
        under80: rest.filter(isPoor).length / rest.length,
      }
    }),
    ...(poor > 0 && { found: 1 - kept(0.2).filter(isPoor).length / poor }),
  }
}
