import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Later } from './later.ts'

type Sent = { readonly path: string; readonly value: unknown; readonly keepalive: boolean }

/** Values on their way to a server that answers as `answer` says; `told` are the failures that were told of. */
function later(answer: (sent: Sent) => Response | Promise<Response> = () => new Response()) {
  const sent: Sent[] = []
  const told: (string | null)[] = []
  vi.stubGlobal('fetch', async (path: string, { body, keepalive }: RequestInit) => {
    const request = { path, value: JSON.parse(String(body)).value, keepalive: keepalive! }
    sent.push(request)
    return answer(request)
  })
  return {
    values: new Later(failure => told.push(failure)),
    sent,
    told,
    sentValues: () => sent.map(at => at.value),
  }
}

const away = () => {
  throw new TypeError('Failed to fetch')
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('of many values only the newest is sent, after a rest, by a request without the bounds of those that are kept alive', async () => {
  const { values, sent, told } = later()
  for (const value of [1, 2, 3]) values.put('/settings/view', value)
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual([{ path: '/api/settings/view', value: 3, keepalive: false }])
  expect(told).toEqual([null])
})

it('what waits while the page is left is sent at once, kept alive', async () => {
  const { values, sent } = later()
  values.put('/settings/view', 1)
  values.flush()
  expect(sent).toEqual([{ path: '/api/settings/view', value: 1, keepalive: true }])
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toHaveLength(1)
})

it('what is too large to be kept alive is sent in the plain way', async () => {
  const { values, sent, told } = later(({ keepalive }) => (keepalive ? away() : new Response()))
  values.put('/images/a/draft', 'large')
  values.flush()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([true, false])
  expect(told.at(-1)).toBe(null)
})

it('a value that fails is told of and sent again, until the server has it', async () => {
  const troubles = [
    away,
    () => Response.json({ error: 'store', message: 'the disk is full' }, { status: 500 }),
  ]
  const { values, told, sentValues } = later(() => troubles.shift()?.() ?? new Response())
  values.put('/images/a/draft', 'clicks')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sentValues()).toEqual(['clicks', 'clicks', 'clicks'])
  expect(told).toEqual(['PUT /images/a/draft: the server does not answer', 'the disk is full', null])
})

it('a newer value takes the place of one that failed', async () => {
  const troubles = [away]
  const { values, told, sentValues } = later(() => troubles.shift()?.() ?? new Response())
  values.put('/images/a/draft', 'old')
  await vi.advanceTimersByTimeAsync(300)
  values.put('/images/a/draft', 'new')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sentValues()).toEqual(['old', 'new'])
  expect(told.at(-1)).toBe(null)
})

it('what the server refuses is told of until another value is taken, and not sent again', async () => {
  const { values, told, sentValues } = later(({ value }) =>
    value === 'bad'
      ? Response.json({ error: 'value', message: 'not a draft' }, { status: 400 })
      : new Response(),
  )
  values.put('/images/a/draft', 'bad')
  await vi.advanceTimersByTimeAsync(10_000)
  expect([sentValues(), told]).toEqual([['bad'], ['not a draft']])
  values.put('/images/a/draft', 'good')
  await vi.advanceTimersByTimeAsync(1000)
  expect(told.at(-1)).toBe(null)
})

it('a value never overtakes an older one of the same path', async () => {
  const answers: (() => void)[] = []
  const { values, sentValues } = later(
    () => new Promise(resolve => answers.push(() => resolve(new Response()))),
  )
  values.put('/images/a/draft', 'old')
  await vi.advanceTimersByTimeAsync(300)
  values.put('/images/a/draft', 'new')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sentValues()).toEqual(['old'])
  answers.shift()!()
  await vi.advanceTimersByTimeAsync(300)
  expect(sentValues()).toEqual(['old', 'new'])
})

it('values that failed are sent at once when the server is there again', async () => {
  const troubles = [away]
  const { values, sentValues } = later(() => troubles.shift()?.() ?? new Response())
  values.put('/settings/view', 1)
  await vi.advanceTimersByTimeAsync(300)
  values.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(sentValues()).toEqual([1, 1])
})
