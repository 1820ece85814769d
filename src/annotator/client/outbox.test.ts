import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Command } from '../../document/index.ts'
import type { CommandAnswer } from '../../server/browser.ts'
import { Refused, Unreachable } from './api.ts'
import { Outbox, type OutboxState, type Parcel } from './outbox.ts'

const command = (label: string): Command => ({ type: 'removeObjects', label, objects: [] })
const answer = {} as CommandAnswer

/** A parcel store that survives the outbox, as IndexedDB survives the page. */
function kept(parcels: Parcel[] = []) {
  return {
    parcels,
    all: async (project: string) => parcels.filter(parcel => parcel.project === project),
    put: async (parcel: Parcel) => void parcels.push(parcel),
    remove: async (id: string) =>
      void parcels.splice(
        parcels.findIndex(parcel => parcel.id === id),
        1,
      ),
  }
}

/** An outbox whose sending succeeds or throws as the list says, and then succeeds. */
function outbox(troubles: (Error | undefined)[] = [], store = kept()) {
  const sent: string[] = []
  const states: OutboxState[] = []
  const box = new Outbox(
    'photos',
    store,
    async ({ command }) => {
      const trouble = troubles.shift()
      if (trouble) throw trouble
      sent.push(command.label)
      return answer
    },
    () => {},
    state => states.push(state),
  )
  return { box, sent, states, store }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('commands are sent one after the other, in order', async () => {
  const { box, sent, states } = outbox()
  for (const label of ['a', 'b', 'c']) box.add(command(label))
  await box.flushed()
  expect(sent).toEqual(['a', 'b', 'c'])
  expect(states.at(-1)).toEqual({ state: 'saved', pending: 0 })
})

it('who waits for what is on its way is told at once when it cannot be sent', async () => {
  const { box } = outbox([new Refused(500, 'failed', 'the disk is full')])
  expect(await box.settled()).toBe(true)
  box.add(command('a'))
  expect(await box.settled()).toBe(false)
  box.retry()
  expect(await box.settled()).toBe(true)
})

it('while the server does not answer, nothing is lost and nothing is overtaken', async () => {
  const { box, sent, states, store } = outbox([new Unreachable('away'), new Unreachable('away')])
  box.add(command('a'))
  box.add(command('b'))
  await vi.advanceTimersByTimeAsync(10)
  expect(states.at(-1)).toEqual({ state: 'offline', pending: 2 })
  expect(store.parcels.map(({ command }) => command.label)).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual(['a', 'b'])
  expect(store.parcels).toEqual([])
})

it('a parcel that is sent again has the same id', async () => {
  const ids: string[] = []
  const store = kept()
  const box = new Outbox(
    'photos',
    store,
    async ({ id }) => {
      ids.push(id)
      if (ids.length === 1) throw new Unreachable('the answer was lost')
      return answer
    },
    () => {},
    () => {},
  )
  box.add(command('a'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(ids).toEqual([ids[0], ids[0]])
})

it('a new page sends what the last one could not, before its own', async () => {
  const store = kept()
  const first = outbox(Array(99).fill(new Unreachable('away')), store)
  first.box.add(command('of last time'))
  await vi.advanceTimersByTimeAsync(10)
  const second = outbox([], store)
  expect(await second.box.restore()).toBe(1)
  second.box.add(command('of now'))
  await second.box.flushed()
  expect(second.sent).toEqual(['of last time', 'of now'])
})

it('edits of another project are left alone', async () => {
  const store = kept([{ id: 'x', project: 'other', command: command('a') }])
  const { box, sent } = outbox([], store)
  expect(await box.restore()).toBe(0)
  expect(sent).toEqual([])
  expect(store.parcels).toHaveLength(1)
})

it('a refused command stays, with the reason, until it is given up', async () => {
  const { box, sent, states } = outbox([new Refused(409, 'conflict', 'the object is gone')])
  box.add(command('a'))
  box.add(command('b'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states.at(-1)).toEqual({ state: 'failed', pending: 2, message: 'the object is gone' })
  await box.discard()
  await box.flushed()
  expect(sent).toEqual(['b'])
})

it('a server in trouble is asked again', async () => {
  const { box, sent, states } = outbox([new Refused(500, 'store', 'the disk is full')])
  box.add(command('a'))
  await vi.advanceTimersByTimeAsync(10)
  expect(states.at(-1)).toMatchObject({ state: 'failed', message: 'the disk is full' })
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual(['a'])
})
