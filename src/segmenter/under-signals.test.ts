import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { underSignals } from './under-signals.ts'

const never = () => new Promise<never>(() => {})

describe('underSignals', () => {
  it('gives what the work gives', async () => {
    expect(await underSignals([undefined, new AbortController().signal], async () => 5)).toBe(5)
    await expect(underSignals([], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('rejects at once when any signal is aborted, and tells the work', async () => {
    const [a, b] = [new AbortController(), new AbortController()]
    let own: AbortSignal | undefined
    const call = underSignals([a.signal, b.signal], signal => {
      own = signal
      return never()
    })
    b.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
    expect(own?.aborted).toBe(true)
    expect(own?.reason).toEqual(new Error('enough'))
  })

  it('does not begin when a signal is aborted already', async () => {
    let begun = false
    const work = async () => {
      begun = true
    }
    await expect(underSignals([AbortSignal.abort(new Error('before'))], work)).rejects.toThrow('before')
    expect(begun).toBe(false)
  })

  it('leaves nothing attached to a signal that lives longer', async () => {
    const { signal } = new AbortController()
    for (let i = 0; i < 20; i++) await underSignals([signal], async () => i)
    await underSignals([signal], () => Promise.reject(new Error('no'))).catch(() => {})
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})
