import { describe, expect, it } from 'vitest'
import { tensor } from '../tensor/index.ts'
import type { Answer, Call, Result } from './protocol.ts'
import { type Channel, Runtime } from './runtime.ts'

/** A worker that answers when the test says so. */
function worker() {
  const calls: Call[] = []
  let onAnswer: (answer: Answer) => void
  let onFailure: (error: Error) => void
  let closed = false
  const channel: Channel = {
    post: call => calls.push(call),
    listen(answer, failure) {
      onAnswer = answer
      onFailure = failure
    },
    async close() {
      closed = true
    },
  }
  return {
    runtime: new Runtime(channel),
    calls,
    answer: (result: Result) => onAnswer({ id: calls.at(-1)!.id, result }),
    refuse: (message: string) => onAnswer({ id: calls.at(-1)!.id, error: { name: 'Error', message } }),
    fail: (message: string) => onFailure(new Error(message)),
    isClosed: () => closed,
  }
}

async function loaded() {
  const peer = worker()
  const loading = peer.runtime.load(new Uint8Array(4))
  peer.answer(1)
  const session = await loading
  const run = (signal?: AbortSignal) => session.run({ x: tensor('float32', [1]) }, { signal })
  return { ...peer, session, run }
}

describe('Runtime', () => {
  it('gives its worker one call after the other', async () => {
    const { run, calls, answer } = await loaded()
    const [first, second] = [run(), run()]
    expect(calls).toHaveLength(2) // load, and the first run
    answer({ y: tensor('float32', [1]) })
    await first
    expect(calls).toHaveLength(3)
    answer({ y: tensor('float32', [1]) })
    await second
  })

  it('never starts a call that is aborted while it waits', async () => {
    const { run, calls, answer } = await loaded()
    const controller = new AbortController()
    const [first, second, third] = [run(), run(controller.signal), run()]
    controller.abort(new Error('not needed any more'))
    await expect(second).rejects.toThrow('not needed any more')
    answer({})
    await first
    answer({})
    await third
    expect(calls).toHaveLength(3) // load, first, third
  })

  it('rejects a call that is aborted while it runs at once, and goes on with the next when the worker is done', async () => {
    const { run, calls, answer } = await loaded()
    const controller = new AbortController()
    const first = run(controller.signal)
    const second = run()
    controller.abort()
    await expect(first).rejects.toMatchObject({ name: 'AbortError' })
    expect(calls).toHaveLength(2)
    answer({ y: tensor('float32', [1], Float32Array.of(1)) })
    answer({ y: tensor('float32', [1], Float32Array.of(2)) })
    expect((await second).y!.data).toEqual(Float32Array.of(2))
  })

  it('does not begin a call whose signal is aborted already', async () => {
    const { run, calls } = await loaded()
    await expect(run(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
    expect(calls).toHaveLength(1)
  })

  it('rejects with what the worker says', async () => {
    const { run, refuse } = await loaded()
    const call = run()
    refuse('invalid dimensions')
    await expect(call).rejects.toThrow('runtime: invalid dimensions')
  })

  it('rejects all calls, waiting and later ones, when the worker ends', async () => {
    const { run, fail } = await loaded()
    const calls = Promise.allSettled([run(), run()])
    fail('out of memory')
    for (const outcome of await calls)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'out of memory' } })
    await expect(run()).rejects.toThrow('out of memory')
  })

  it('rejects what waits and ends the worker when it is disposed', async () => {
    const { runtime, run, isClosed } = await loaded()
    const call = expect(run()).rejects.toThrow('runtime: disposed')
    await runtime.dispose()
    await call
    expect(isClosed()).toBe(true)
  })

  it('refuses to write another number of elements than an array has', async () => {
    const { runtime, answer } = worker()
    const allocating = runtime.allocate(new Float32Array(3))
    answer(1)
    const array = await allocating
    await expect(array.write(new Float32Array(2))).rejects.toThrow('2 elements written to an array of 3')
  })
})
