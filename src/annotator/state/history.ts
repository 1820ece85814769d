import type { HistoryEntry } from '../../server/browser.ts'

/**
 * What undo would take back, and redo do again: an entry that undoes another takes it off the one pile and lays it on
 * the other, and a new edit clears the second pile.
 *
 * @param history  newest first
 */
export function undoAndRedo(history: readonly HistoryEntry[]): {
  undo: HistoryEntry | undefined
  redo: HistoryEntry | undefined
} {
  const done: HistoryEntry[] = []
  const undone: HistoryEntry[] = []
  const byVersion = new Map(history.map(entry => [entry.version, entry]))
  for (const entry of history.toReversed()) {
    if (entry.undoes === undefined) {
      done.push(entry)
      undone.length = 0
    } else if (done.at(-1)?.version === entry.undoes) undone.push(done.pop()!)
    else if (undone.length > 0) done.push(undone.pop()!)
    // Its original is older than what is known here.
    else if (!byVersion.has(entry.undoes)) undone.push(entry)
  }
  return { undo: done.at(-1), redo: undone.at(-1) }
}
