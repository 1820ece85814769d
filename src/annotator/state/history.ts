import type { HistoryEntry } from '../../server/browser.ts'

/** Longest history that the page holds; undo and redo on the server go further back. */
const longest = 300

/**
 * The history with one entry more: an undo and a redo change what their original counts for, and a new edit gives up
 * what was taken back before it. An entry that is there already changes nothing.
 *
 * @param history  newest first, as is the result
 */
export function withEntry(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  if (history.some(({ version }) => version === entry.version)) return history
  const before = history.map((other): HistoryEntry => {
    if (entry.kind === 'do') return other.status === 'undone' ? { ...other, status: 'abandoned' } : other
    return other.version === entry.of
      ? { ...other, status: entry.kind === 'undo' ? 'undone' : 'done' }
      : other
  })
  return [entry, ...before].sort((a, b) => b.version - a.version).slice(0, longest)
}

/** What undo would take back, and what redo would do again. */
export function undoAndRedo(history: readonly HistoryEntry[]): {
  undo: HistoryEntry | undefined
  redo: HistoryEntry | undefined
} {
  const edits = history.filter(({ kind }) => kind === 'do')
  return {
    undo: edits.find(({ status }) => status === 'done'),
    redo: edits.findLast(({ status }) => status === 'undone'),
  }
}
