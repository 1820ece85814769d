import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeShared, shared } from '../../test/shared.ts'
import { stretchToBytes } from './stretch.ts'

describe('stretching to bytes', () => {
  it('moves the minimum to 0 and the maximum to 255', () => {
    expect([...stretchToBytes([0.1, 0.2, 0.3])]).toEqual([0, 128, 255])
  })

  it('makes a flat map 0', () => {
    expect([...stretchToBytes([0.7, 0.7])]).toEqual([0, 0])
  })
})

describeShared('the released evaluation code', () => {
  type Case = { probability: number[]; byte: number[]; kept_at_0_8: boolean[] }
  const cases: { saved_probability: Case[] } = JSON.parse(
    readFileSync(shared('reference/evaluation/cases.json'), 'utf8'),
  )
  it.each(cases.saved_probability)('saves $probability as $byte', ({ probability, byte, kept_at_0_8 }) => {
    const bytes = [...stretchToBytes(probability)]
    expect(bytes).toEqual(byte)
    expect(bytes.map(value => value / 255 > 0.8)).toEqual(kept_at_0_8)
  })
})
