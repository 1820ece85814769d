import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Queue } from './queue.ts'

describe('a queue', () => {
  it('does one thing after the other, and what comes next before what waits', async () => {
    const queue = new Queue()
    const done: string[] = []
    const work = (name: string) => async () => {
      done.push(`${name} begins`)
      await pause(1)
      done.push(`${name} ends`)
    }
    const all = [queue.run(work('a')), queue.run(work('b')), queue.runNext(work('c'))]
    await Promise.all(all)
    expect(done).toEqual(['a', 'c', 'b'].flatMap(name => [`${name} begins`, `${name} ends`]))
  })

  it('goes on after a failure, which is told to who asked', async () => {
    const queue = new Queue()
    const failed = queue.run(() => Promise.reject(new Error('no')))
    const done = queue.run(async () => 'yes')
    await expect(failed).rejects.toThrow('no')
    expect(await done).toBe('yes')
  })

  it('never stops, whenever something is asked for', async () => {
    const queue = new Queue()
    let count = 0
    for (let i = 0; i < 300; i++) {
      for (let k = 0; k < i % 7; k++) await Promise.resolve()
      await queue.run(async () => count++)
    }
    await queue.idle()
    expect(count).toBe(300)
  })

  it('gives timers their turn', async () => {
    const queue = new Queue()
    let isOver = false
    const timer = pause(5).then(() => {
      isOver = true
    })
    while (!isOver) await queue.run(async () => {})
    await timer
  })
})
