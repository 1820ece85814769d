import { expect, it } from 'vitest'
import type { ObjectRecord } from '../../document/index.ts'
import { mostDoubtful, neighbour, nextToDo, photoCounts, shownPhotos, withCurrent } from './photos.ts'
import { createState } from './store.ts'
import type { State } from './types.ts'

const entry = (id: string, rest: Partial<State['images'][number]> = {}): State['images'][number] => ({
  id,
  path: `folder/${id}.jpg`,
  width: 4,
  height: 3,
  hash: id,
  state: 'todo',
  missing: false,
  objects: 0,
  worstDoubt: null,
  hasNote: false,
  ...rest,
})

const list = [
  entry('a', { state: 'done' }),
  entry('b', { worstDoubt: 0.5 }),
  entry('c', { state: 'done', worstDoubt: 0.1 }),
  entry('d', { missing: true }),
  entry('e'),
]

/** The page with this list and one of its photos on the stage. */
const state = (id: string, rest: Partial<State> = {}): State => {
  const { objects: _, worstDoubt: __, hasNote: ___, ...image } = list.find(entry => entry.id === id)!
  return { ...createState().getState(), images: list, image: { ...image, note: '' }, ...rest }
}

const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id).join('')

it('a filter lets through what is in that state, a search what has every word in its path', () => {
  expect(ids(shownPhotos(state('a', { filter: 'done' })))).toBe('ac')
  expect(ids(shownPhotos(state('a', { filter: 'doubtful' })))).toBe('b')
  expect(ids(shownPhotos(state('a', { search: 'FOLDER e.j' })))).toBe('e')
  expect(photoCounts(list)).toEqual({ all: 5, todo: 3, done: 2, flagged: 0, doubtful: 1 })
})

it('the neighbour is the next that is shown, also from a photo that is not', () => {
  expect(neighbour(state('a'), 1)?.id).toBe('b')
  expect(neighbour(state('b', { filter: 'done' }), 1)?.id).toBe('c')
  expect(neighbour(state('b', { filter: 'done' }), -1)?.id).toBe('a')
  expect(neighbour(state('a'), -1)).toBeUndefined()
  expect(neighbour(state('e'), 1)).toBeUndefined()
})

it('the next to do is looked for after the photo on the stage and then from the beginning, without those missing', () => {
  expect(nextToDo(state('b'))?.id).toBe('e')
  expect(nextToDo(state('e'))?.id).toBe('b')
})

it('the most doubtful photo is another than the one on the stage', () => {
  expect(mostDoubtful(state('a'))?.id).toBe('b')
  expect(mostDoubtful(state('b'))?.id).toBe('c')
})

it('the line of the photo on the stage follows its objects', () => {
  const object = { review: 'unreviewed', doubt: 0.3 } as ObjectRecord
  const sure = { review: 'accepted', doubt: 0.9 } as ObjectRecord
  const now = state('e', { objects: { x: object, y: sure } })
  expect(withCurrent(now)[4]).toMatchObject({ objects: 2, worstDoubt: 0.3 })
  expect(withCurrent(state('e'))).toBe(list)
})
