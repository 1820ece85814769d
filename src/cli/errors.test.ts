import { describe, expect, it } from 'vitest'
import { ModelFileError } from '../segmenter/index.ts'
import { exitCodeOf, printable, UsageError } from './errors.ts'

describe('text for a terminal', () => {
  it('has no control codes and no lines of its own but those of lists', () => {
    expect(printable('a\nb\tc\u001b[2J\u009b1m')).toBe('a\\nb\\tc\\u001b[2J\\u009b1m')
    expect(printable('2 failed\n  one\n  two')).toBe('2 failed\n  one\n  two')
    expect(printable('ä 熊 🐻')).toBe('ä 熊 🐻')
  })
})

it('exit codes tell wrong arguments, models that cannot be used, and other failures apart', () => {
  expect(exitCodeOf(new UsageError('x'))).toBe(2)
  expect(exitCodeOf(new ModelFileError('x'))).toBe(4)
  expect(exitCodeOf(new RangeError('x'))).toBe(1)
})
