import { describe, expect, it } from 'vitest'
import { fuzz } from '../bench/fuzz/measure.ts'
import { type FuzzedReader, readers } from '../bench/fuzz/readers.ts'

describe('a damaged file is read or refused with a clear error, in time and in little memory', () => {
  // bench/fuzz.ts reads many more, and survives a reader that hangs.
  for (const reader of readers)
    it(reader.name, async () => {
      const summary = await fuzz(reader, { seed: 7, from: 0, to: 2000 }, () => {})
      expect(summary.failures).toEqual([])
      expect(summary.refused).toBeGreaterThan(200)
      expect(summary.accepted).toBeGreaterThan(20)
    })
})

describe('the fuzzer notices a reader that', () => {
  const failures = async (read: FuzzedReader['read']) => {
    const reader: FuzzedReader = { name: 'bad', read, files: () => [new Uint8Array(100)] }
    return (await fuzz(reader, { seed: 1, from: 0, to: 5 }, () => {})).failures.map(({ reason }) => reason)
  }

  it('takes memory outside the heap', async () => {
    const reasons = await failures(() => new Uint8Array(40 * 2 ** 20))
    // A collection in between may hide one of five.
    expect(reasons.length).toBeGreaterThanOrEqual(3)
    expect(reasons[0]).toMatch(/^took 4\d MB for \d+ bytes$/)
  })

  it('takes memory on the heap', async () => {
    const reasons = await failures(() => Array.from({ length: 10 ** 6 }, (_, i) => [i]))
    expect(reasons).toHaveLength(5)
  })

  it('fails before it noticed that the file is wrong', async () => {
    const reasons = await failures(() => JSON.parse('{'))
    expect(reasons[0]).toMatch(/^no clear error: SyntaxError/)
  })
})
