import { type Cursor, utf8 } from './cursor.ts'

/** What a pickle may refer to. Nothing else is known to it, so nothing else can be made or called. */
export type PickleWorld = {
  /**
   * What a name stands for; a function is called with the list of what the pickle passes to it. Throws for every
   * name that is not allowed.
   */
  global(module: string, name: string): unknown
  /** What lies outside the pickle under this identifier. */
  persistent(id: unknown): unknown
}

// A state dictionary of 25,000 tensors takes fewer steps. A part costs up to 500 bytes of memory (a tensor with its
// view) and as little as ten bytes of the file, hence the second limit, which grows with the file.
const mostSteps = 1_000_000
const partsAllowed = (fileLength: number) => 50_000 + fileLength / 64
const longestLine = 1000

/**
 * Reads one Python pickle at the cursor and leaves the cursor behind it. Protocols 1 to 5 as far as data needs
 * them: lists and tuples become arrays, dictionaries maps, whole numbers beyond 2^53 bigints. No code of the file
 * is ever run: a name that `world` does not know is an error.
 *
 * @param fileLength  bytes of the whole file, which bounds how many parts the pickle may have
 * @throws RangeError when the pickle is damaged, or needs something that is not data
 * @see Python's pickletools.py, which documents every opcode
 */
export function unpickle(cursor: Cursor, world: PickleWorld, fileLength: number): unknown {
  const what = 'the pickle'
  const stack: unknown[] = []
  const marks: number[] = []
  const memo = new Map<number, unknown>()
  let steps = 0
  let parts = partsAllowed(fileLength)

  const damaged = (): never => cursor.fail(`the pickle is damaged near byte ${cursor.position}`)
  const make = <T>(value: T): T => {
    if (parts-- <= 0) cursor.fail('the pickle has far more parts than a state dictionary of its size')
    return value
  }
  const top = (): unknown => (stack.length > 0 ? stack.at(-1) : damaged())
  const pop = (): unknown => (stack.length > 0 ? stack.pop() : damaged())
  const popTuple = (size: number): unknown[] =>
    size <= stack.length ? make(stack.splice(stack.length - size)) : damaged()
  const popToMark = (): unknown[] => stack.splice(marks.pop() ?? damaged())
  const remember = (index: number) => memo.set(index, top())
  const recall = (index: number) => stack.push(memo.has(index) ? memo.get(index) : damaged())
  const append = (items: unknown[]) => {
    const list = top()
    if (!Array.isArray(list)) return damaged()
    for (const item of items) list.push(item)
  }
  const setItems = (items: unknown[]) => {
    const dictionary = top()
    if (!(dictionary instanceof Map) || items.length % 2 !== 0) return damaged()
    for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1])
  }
  const global = (module: unknown, name: unknown) =>
    typeof module === 'string' && typeof name === 'string' ? make(world.global(module, name)) : damaged()

  for (;;) {
    if (++steps > mostSteps) cursor.fail('the pickle has far more steps than a state dictionary')
    const opcode = cursor.uint8(what)
    switch (opcode) {
      case 0x80: // PROTO
        cursor.skip(1, what)
        break
      case 0x95: // FRAME: a length that readers of streams need
        cursor.skip(8, what)
        break
      case 0x2e: // STOP
        return pop()

      case 0x28: // MARK
        marks.push(stack.length)
        break
      case 0x30: // POP
        pop()
        break
      case 0x31: // POP_MARK
        popToMark()
        break
      case 0x32: // DUP
        stack.push(top())
        break

      case 0x4e: // NONE
        stack.push(null)
        break
      case 0x88: // NEWTRUE
        stack.push(true)
        break
      case 0x89: // NEWFALSE
        stack.push(false)
        break
      case 0x49: // INT
        stack.push(decimal(cursor.line(longestLine, 'a number in the pickle')) ?? damaged())
        break
      case 0x4c: // LONG
        stack.push(decimal(cursor.line(longestLine, 'a number in the pickle').replace(/L$/, '')) ?? damaged())
        break
      case 0x4a: // BININT
        stack.push(cursor.int32(what))
        break
      case 0x4b: // BININT1
        stack.push(cursor.uint8(what))
        break
      case 0x4d: // BININT2
        stack.push(cursor.uint16(what))
        break
      case 0x8a: // LONG1
        stack.push(twosComplement(cursor.take(cursor.uint8(what), 'a number in the pickle')))
        break
      case 0x47: // BINFLOAT
        stack.push(cursor.float64(what))
        break

      case 0x8c: // SHORT_BINUNICODE
        stack.push(utf8(cursor.take(cursor.uint8(what), 'a text in the pickle')))
        break
      case 0x58: // BINUNICODE
        stack.push(utf8(cursor.take(cursor.uint32(what), 'a text in the pickle')))
        break
      case 0x8d: // BINUNICODE8
        stack.push(utf8(cursor.take(cursor.uint64('a length in the pickle'), 'a text in the pickle')))
        break
      case 0x55: // SHORT_BINSTRING, the text of Python 2
        stack.push(utf8(cursor.take(cursor.uint8(what), 'a text in the pickle')))
        break
      case 0x54: // BINSTRING, the text of Python 2
        stack.push(utf8(cursor.take(cursor.uint32(what), 'a text in the pickle')))
        break
      case 0x43: // SHORT_BINBYTES
        stack.push(cursor.take(cursor.uint8(what), 'bytes in the pickle'))
        break
      case 0x42: // BINBYTES
        stack.push(cursor.take(cursor.uint32(what), 'bytes in the pickle'))
        break

      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        stack.push(make([]))
        break
      case 0x85: // TUPLE1
        stack.push(popTuple(1))
        break
      case 0x86: // TUPLE2
        stack.push(popTuple(2))
        break
      case 0x87: // TUPLE3
        stack.push(popTuple(3))
        break
      case 0x74: // TUPLE
        stack.push(make(popToMark()))
        break
      case 0x61: // APPEND
        append([pop()])
        break
      case 0x65: // APPENDS
        append(popToMark())
        break
      case 0x7d: // EMPTY_DICT
        stack.push(make(new Map()))
        break
      case 0x73: // SETITEM
        setItems([pop(), pop()].reverse())
        break
      case 0x75: // SETITEMS
        setItems(popToMark())
        break

      case 0x71: // BINPUT
        remember(cursor.uint8(what))
        break
      case 0x72: // LONG_BINPUT
        remember(cursor.uint32(what))
        break
      case 0x94: // MEMOIZE
        remember(memo.size)
        break
      case 0x68: // BINGET
        recall(cursor.uint8(what))
        break
      case 0x6a: // LONG_BINGET
        recall(cursor.uint32(what))
        break

      case 0x63: // GLOBAL
        stack.push(global(cursor.line(longestLine, 'a name'), cursor.line(longestLine, 'a name')))
        break
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = popTuple(2)
        stack.push(global(module, name))
        break
      }
      case 0x52: {
        // REDUCE: the call of a global
        const [callee, parameters] = popTuple(2)
        if (typeof callee !== 'function' || !Array.isArray(parameters)) return damaged()
        stack.push(make(callee(parameters)))
        break
      }
      case 0x62: // BUILD: attributes, which no kind of data that is allowed has use for
        pop()
        top()
        break
      case 0x51: // BINPERSID
        stack.push(make(world.persistent(pop())))
        break
      case 0x50: // PERSID
        cursor.fail('the pickle has protocol 0, which PyTorch cannot load either; save with protocol 2')
        break
      default:
        cursor.fail(
          `the pickle has opcode 0x${opcode.toString(16)} at byte ${cursor.position - 1}, which no state dictionary needs`,
        )
    }
  }
}

/** A whole number in digits; protocol 1 writes booleans as 00 and 01. */
function decimal(text: string): number | bigint | boolean | undefined {
  if (text === '00') return false
  if (text === '01') return true
  return /^-?\d+$/.test(text) ? plain(BigInt(text)) : undefined
}

function twosComplement(littleEndian: Uint8Array): number | bigint {
  const digits = Array.from(littleEndian, byte => byte.toString(16).padStart(2, '0'))
  return plain(BigInt.asIntN(8 * digits.length, BigInt(`0x0${digits.reverse().join('')}`)))
}

function plain(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
