import { describe, expect, it } from 'vitest'
import { Cursor } from './cursor.ts'
import { unpickle } from './pickle.ts'

const world = {
  global: (module: string, name: string) => {
    if (module !== 'here') throw new RangeError(`file: holds ${module}.${name}`)
    return (parameters: unknown[]) => ({ name, parameters })
  },
  persistent: (id: unknown) => ({ outside: id }),
}
const read = (text: string, fileLength = text.length) => {
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'))
  return unpickle(new Cursor(bytes, 'file'), world, fileLength)
}

// The texts are what Python's pickle.dumps gives in that protocol for the value in the comment.
describe('values', () => {
  it('of protocol 2', () => {
    // {'a': [1, -2, 300, 70000, 2**40, 2**70], 'b': (None, True, False), 'c': 1.5, 'd': ((1,), (1, 2), (1, 2, 3, 4))}
    const text =
      '\x80\x02}q\x00(X\x01\x00\x00\x00aq\x01]q\x02(K\x01J\xfe\xff\xff\xffM,\x01Jp\x11\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01' +
      '\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00@eX\x01\x00\x00\x00bq\x03N\x88\x89\x87q\x04X\x01\x00\x00\x00cq\x05G?\xf8\x00\x00\x00\x00\x00\x00' +
      'X\x01\x00\x00\x00dq\x06K\x01\x85q\x07K\x01K\x02\x86q\x08(K\x01K\x02K\x03K\x04tq\x09\x87q\nu.'
    expect(read(text)).toEqual(
      new Map<string, unknown>([
        ['a', [1, -2, 300, 70000, 2 ** 40, 2n ** 70n]],
        ['b', [null, true, false]],
        ['c', 1.5],
        ['d', [[1], [1, 2], [1, 2, 3, 4]]],
      ]),
    )
  })

  it('of protocol 4, with frames and short texts', () => {
    // {'ä': b'xy', 'b': 'ä'}
    const text =
      '\x80\x04\x95\x15\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x02\xc3\xa4\x94C\x02xy\x94\x8c\x01b\x94h\x01u.'
    expect(read(text)).toEqual(
      new Map<string, unknown>([
        ['ä', Uint8Array.of(0x78, 0x79)],
        ['b', 'ä'],
      ]),
    )
  })

  it('of protocol 1, with numbers in digits', () => {
    // (True, False, -12, 2**70)
    expect(read('(I01\nI00\nJ\xf4\xff\xff\xffL1180591620717411303424L\ntq\x00.')).toEqual([
      true,
      false,
      -12,
      2n ** 70n,
    ])
  })

  it('of Python 2, whose texts are bytes and whose numbers beyond 32 bits are digits', () => {
    expect(read('\x80\x02U\x01aI1099511627776\n\x86.')).toEqual(['a', 2 ** 40])
  })

  it('that repeat are one value', () => {
    const [a, b] = read('\x80\x02]q\x00h\x00\x86.') as unknown[]
    expect(a).toBe(b)
  })

  it('that contain themselves are read', () => {
    const list = read('\x80\x02]q\x00h\x00a.') as unknown[]
    expect(list[0]).toBe(list)
  })
})

describe('what lies outside', () => {
  it('is asked for by name and called with what the pickle passes', () => {
    expect(read('\x80\x02chere\nf\nK\x05\x85R.')).toEqual({ name: 'f', parameters: [5] })
    expect(read('\x80\x04\x8c\x04here\x8c\x01f\x93K\x05\x85R.')).toEqual({ name: 'f', parameters: [5] })
  })

  it('is asked for by identifier', () => {
    expect(read('\x80\x02K\x07Q.')).toEqual({ outside: 7 })
  })

  it('is an error when the name is not allowed', () => {
    expect(() => read('\x80\x02cposix\nsystem\n.')).toThrow('file: holds posix.system')
  })
})

describe('a pickle that is refused', () => {
  const refused: [why: string, text: string, message: string | RegExp][] = [
    ['it is cut off', '\x80\x02]', 'file: the pickle takes 1 bytes from byte 3, and the file has 0 left'],
    [
      'a text is longer than the file',
      '\x80\x02X\xff\xff\xff\x7fab',
      /^file: a text in the pickle takes 2147483647 bytes/,
    ],
    [
      'a text has an absurd length',
      `\x80\x04\x8d${'\xff'.repeat(8)}`,
      /^file: a length in the pickle is 18446744073709551615/,
    ],
    ['the stack is empty', '\x80\x020.', 'file: the pickle is damaged near byte 3'],
    ['a mark is missing', '\x80\x02t.', 'file: the pickle is damaged near byte 3'],
    ['the memo has no such place', '\x80\x02h\x05.', 'file: the pickle is damaged near byte 4'],
    ['a dictionary is set on a list', '\x80\x02]K\x01K\x02s.', 'file: the pickle is damaged near byte 8'],
    ['a number is called', '\x80\x02K\x01)R.', 'file: the pickle is damaged near byte 6'],
    [
      'a name has no end',
      `\x80\x02c${'a'.repeat(5000)}`,
      /^file: a name at byte 3 has no end within 1000 bytes/,
    ],
    [
      'an object is built',
      '\x80\x02)\x81.',
      'file: the pickle has opcode 0x81 at byte 3, which no state dictionary',
    ],
    ['it has protocol 0', 'Pkey\n.', /^file: the pickle has protocol 0/],
  ]
  for (const [why, text, message] of refused)
    it(`because ${why}`, () => {
      expect(() => read(text)).toThrow(message)
    })

  it('because it has more parts than its file can need', () => {
    expect(() => read(`\x80\x02(${'}'.repeat(100_000)}t.`)).toThrow('file: the pickle has far more parts')
    expect(read(`\x80\x02(${'}'.repeat(100_000)}t.`, 64 * 100_000)).toHaveLength(100_000)
  })

  it('because it has more steps than any state dictionary needs', () => {
    expect(() => read(`\x80\x02${'N0'.repeat(2_000_000)}`)).toThrow('file: the pickle has far more steps')
  })
})
