import { expect, it } from 'vitest'
import type { HistoryEntry } from '../../server/browser.ts'
import { undoAndRedo, withEntry } from './history.ts'

const entry = (version: number, kind: HistoryEntry['kind'] = 'do', of = version): HistoryEntry => ({
  version,
  kind,
  of,
  label: `edit ${of}`,
  type: 'addObjects',
  image: null,
  at: '2026-01-01T00:00:00Z',
  status: 'done',
})

const versions = (history: readonly HistoryEntry[]) => {
  const { undo, redo } = undoAndRedo(history)
  return [undo?.version, redo?.version]
}

const history = (...entries: HistoryEntry[]) => entries.reduce(withEntry, [] as readonly HistoryEntry[])

it('the newest edit is undone first', () => {
  expect(versions(history(entry(1), entry(2)))).toEqual([2, undefined])
})

it('after an undo, the edit before it is next, and redo has what was taken back', () => {
  expect(versions(history(entry(1), entry(2), entry(3, 'undo', 2)))).toEqual([1, 2])
})

it('redo does the oldest of what was taken back again', () => {
  const undone = [entry(1), entry(2), entry(3, 'undo', 2), entry(4, 'undo', 1)]
  expect(versions(history(...undone))).toEqual([undefined, 1])
  expect(versions(history(...undone, entry(5, 'redo', 1)))).toEqual([1, 2])
})

it('a new edit gives up what was taken back', () => {
  expect(versions(history(entry(1), entry(2), entry(3, 'undo', 2), entry(4)))).toEqual([4, undefined])
})

it('an entry that is known changes nothing', () => {
  const known = history(entry(1), entry(2))
  expect(withEntry(known, entry(2))).toBe(known)
})
