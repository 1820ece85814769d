import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ServerEvent } from '../../server/browser.ts'
import { listenToServer } from './events.ts'

/** What a browser's EventSource does, by hand. */
class Source {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 0
  onopen = () => {}
  onerror = () => {}
  onmessage = (_: { data: string }) => {}
  readonly address: string

  constructor(address: string) {
    this.address = address
    Source.all.push(this)
  }

  fail(state: number): void {
    this.readyState = state
    this.onerror()
  }
}

beforeEach(() => {
  Source.all = []
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Source)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function listening() {
  const told: ServerEvent[] = []
  const connections: boolean[] = []
  listenToServer(
    event => told.push(event),
    open => connections.push(open),
  )
  return { told, connections }
}

it('tells events, and whether the connection is there', () => {
  const { told, connections } = listening()
  const [source] = Source.all
  source!.onopen()
  source!.onmessage({ data: '{"type":"closing"}' })
  expect(source!.address).toBe('/api/events')
  expect(told).toEqual([{ type: 'closing' }])
  expect(connections).toEqual([true])
})

it('leaves it to the browser to connect again, which is sent what it missed', () => {
  const { told, connections } = listening()
  const [source] = Source.all
  source!.onopen()
  source!.fail(0)
  vi.advanceTimersByTime(60_000)
  source!.onopen()
  expect(Source.all).toHaveLength(1)
  expect(connections).toEqual([true, false, true])
  expect(told).toEqual([])
})

it('asks again where it was refused, and then everything is read anew', () => {
  const { told, connections } = listening()
  Source.all[0]!.fail(Source.CLOSED)
  vi.advanceTimersByTime(5_000)
  Source.all[1]!.fail(Source.CLOSED)
  vi.advanceTimersByTime(5_000)
  Source.all[2]!.onopen()
  expect(Source.all).toHaveLength(3)
  expect(connections).toEqual([false, false, true])
  expect(told).toEqual([{ type: 'reset' }])
})
