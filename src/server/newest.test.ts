import { describe, expect, it } from 'vitest'
import { Newest } from './newest.ts'

const { signal } = new AbortController()

/** Tasks that end when they are told to, and the order in which they began. */
function tasks() {
  const began: number[] = []
  const ends = new Map<number, () => void>()
  const task = (n: number) => () => {
    began.push(n)
    return new Promise<number>(resolve => ends.set(n, () => resolve(n)))
  }
  return { began, task, end: (n: number) => ends.get(n)!() }
}

describe('only the newest matters', () => {
  it('finishes the one that runs, then runs the newest, and gives up those between', async () => {
    const newest = new Newest()
    const { began, task, end } = tasks()
    const first = newest.run('a', signal, task(1))
    const second = newest.run('a', signal, task(2))
    const third = newest.run('a', signal, task(3))
    await expect(second).rejects.toMatchObject({ status: 409, code: 'superseded' })
    end(1)
    expect(await first).toBe(1)
    await expect.poll(() => began).toEqual([1, 3])
    end(3)
    expect(await third).toBe(3)
  })

  it('lets different keys run beside each other', async () => {
    const newest = new Newest()
    const { began, task, end } = tasks()
    const both = [newest.run('a', signal, task(1)), newest.run('b', signal, task(2))]
    expect(began).toEqual([1, 2])
    end(2)
    end(1)
    expect(await Promise.all(both)).toEqual([1, 2])
  })

  it('does not start what nobody waits for any more, and goes on with the next', async () => {
    const newest = new Newest()
    const { began, task, end } = tasks()
    const gone = new AbortController()
    const first = newest.run('a', signal, task(1))
    const second = newest.run('a', gone.signal, task(2))
    gone.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    end(1)
    await first
    const third = newest.run('a', signal, task(3))
    end(3)
    expect(await third).toBe(3)
    expect(began).toEqual([1, 3])
  })

  it('goes on after a task that failed', async () => {
    const newest = new Newest()
    await expect(newest.run('a', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await newest.run('a', signal, async () => 5)).toBe(5)
  })
})
