import { expect, it } from 'vitest'
import { actions } from '../actions/index.ts'
import type { Action } from '../actions/types.ts'
import { taken } from './key.ts'
import { actionsWithKey, conflictsOf, keysOf, withKeys } from './keymap.ts'
import { presets } from './presets.ts'

const action = (id: string, keys: string[], mode?: Action['mode']): Action => ({
  id,
  label: id,
  group: 'View',
  keys,
  perform: () => {},
  ...(mode && { mode }),
})

const list = [action('a', ['A']), action('b', ['B']), action('c', ['A'], 'review')]

it('an action has its own keys until the keymap gives it others', () => {
  expect(keysOf(list[0]!, {})).toEqual(['A'])
  expect(keysOf(list[0]!, { a: ['X', 'Y'] })).toEqual(['X', 'Y'])
  expect(actionsWithKey(list, { a: ['B'] }, 'B', 'label')).toEqual([list[0], list[1]])
})

it('two actions with one key are a conflict', () => {
  expect(conflictsOf(list, { b: ['A'] }, list[1]!).get('A')).toEqual([list[0]])
})

it('a key may mean something else in a mode, and does so there', () => {
  expect(conflictsOf(list, {}, list[2]!).size).toBe(0)
  expect(actionsWithKey(list, {}, 'A', 'review')).toEqual([list[2], list[0]])
  expect(actionsWithKey(list, {}, 'A', 'label')).toEqual([list[0]])
})

it('keys that are the default again are not written down', () => {
  const changed = withKeys({}, list[0]!, ['X'])
  expect(changed).toEqual({ a: ['X'] })
  expect(withKeys(changed, list[0]!, ['A'])).toEqual({})
})

for (const [name, keymap] of Object.entries(presets)) {
  it(`the keys like ${name} name actions that there are`, () => {
    expect(Object.keys(keymap).filter(id => !actions.some(action => action.id === id))).toEqual([])
  })

  it(`no key of those like ${name} has two meanings or belongs to the browser`, () => {
    const conflicts = actions.flatMap(action =>
      [...conflictsOf(actions, keymap, action)].map(
        ([key, others]) => `${key}: ${action.id}, ${others[0]!.id}`,
      ),
    )
    expect(conflicts).toEqual([])
    expect(actions.flatMap(action => keysOf(action, keymap).filter(key => taken.has(key)))).toEqual([])
  })
}

it('actions have different ids', () => {
  expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length)
})
