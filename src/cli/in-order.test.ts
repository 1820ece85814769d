import { describe, expect, it } from 'vitest'
import { inOrder } from './in-order.ts'

const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

describe('work on many things', () => {
  it('gives results in order, and has only so many under way', async () => {
    let [running, most] = [0, 0]
    const work = async (delay: number) => {
      most = Math.max(most, ++running)
      await wait(delay)
      running--
      return delay
    }
    const results = []
    for await (const result of inOrder([9, 1, 5, 3, 0], 2, work, new AbortController().signal))
      results.push(result)
    expect(results).toEqual([9, 1, 5, 3, 0])
    expect(most).toBe(2)
  })

  it('begins nothing more after an abort, and gives what has begun', async () => {
    const controller = new AbortController()
    const begun: number[] = []
    const work = async (thing: number) => {
      begun.push(thing)
      return thing
    }
    const results = []
    for await (const result of inOrder([1, 2, 3, 4, 5], 2, work, controller.signal)) {
      results.push(result)
      controller.abort()
    }
    expect(results).toEqual(begun)
    expect(results.length).toBeLessThan(4)
  })
})
