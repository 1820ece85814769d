import type { Random } from '../../src/image/index.ts'

/** Changes a file a little. May return the same array, changed in place. */
type Mutation = (
  bytes: Uint8Array<ArrayBuffer>,
  next: Random,
  others: readonly Uint8Array[],
) => Uint8Array<ArrayBuffer>

/** A whole number from 0 to before `limit`. */
export const below = (limit: number, next: Random) => Math.floor(next() * limit)
export const pick = <T>(items: readonly T[], next: Random): T => items[below(items.length, next)]!

const telling = [0, 1, 0x20, 0x22, 0x2d, 0x30, 0x39, 0x5b, 0x7b, 0x7f, 0x80, 0xfe, 0xff]
export const extremes = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 40n,
  2n ** 53n,
  -1n,
]
const digits = [
  '0',
  '1',
  '-1',
  '65536',
  '2147483647',
  '4294967296',
  '9007199254740993',
  '1e308',
  '0.5',
  '9'.repeat(400),
]

const flipBits: Mutation = (bytes, next) => {
  for (let n = 1 + below(8, next); n > 0; n--) bytes[below(bytes.length, next)]! ^= 1 << below(8, next)
  return bytes
}

const setByte: Mutation = (bytes, next) => {
  bytes[below(bytes.length, next)] = next() < 0.5 ? pick(telling, next) : below(256, next)
  return bytes
}

/** Overwrites what may be a length, of 1, 2, 4 or 8 bytes in either order. */
const setInteger: Mutation = (bytes, next) => {
  const size = pick([1, 2, 4, 8], next)
  if (bytes.length < size) return bytes
  const near = BigInt(bytes.length + below(5, next) - 2)
  const value = BigInt.asUintN(64, next() < 0.25 ? near : pick(extremes, next))
  const at = below(bytes.length - size + 1, next)
  const isLittle = next() < 0.5
  for (let i = 0; i < size; i++)
    bytes[at + (isLittle ? i : size - 1 - i)] = Number((value >> BigInt(8 * i)) & 0xffn)
  return bytes
}

const truncate: Mutation = (bytes, next) => bytes.slice(0, below(bytes.length, next))

const remove: Mutation = (bytes, next) => {
  const [from, to] = span(bytes, next)
  return join(bytes.subarray(0, from), bytes.subarray(to))
}

const repeat: Mutation = (bytes, next) => {
  const [from, to] = span(bytes, next)
  const times = 1 + below(8, next)
  const at = next() < 0.5 ? to : below(bytes.length, next)
  return join(bytes.subarray(0, at), ...Array(times).fill(bytes.subarray(from, to)), bytes.subarray(at))
}

const move: Mutation = (bytes, next) => {
  const [from, to] = span(bytes, next)
  bytes.copyWithin(below(bytes.length, next), from, to)
  return bytes
}

const splice: Mutation = (bytes, next, others) => {
  const other = pick(others, next)
  return join(bytes.subarray(0, below(bytes.length, next)), other.subarray(below(other.length, next)))
}

const insertNoise: Mutation = (bytes, next) => {
  const at = below(bytes.length, next)
  const noise = Uint8Array.from({ length: 1 + below(64, next) }, () => below(256, next))
  return join(bytes.subarray(0, at), noise, bytes.subarray(at))
}

/** Replaces one of the numbers that are written in digits. */
const setDigits: Mutation = (bytes, next) => {
  const isDigit = (i: number) => bytes[i]! >= 0x30 && bytes[i]! <= 0x39
  let from = below(bytes.length, next)
  while (from < bytes.length && !isDigit(from)) from++
  let to = from
  while (to < bytes.length && isDigit(to)) to++
  return join(bytes.subarray(0, from), new TextEncoder().encode(pick(digits, next)), bytes.subarray(to))
}

const mutations = [
  flipBits,
  setByte,
  setByte,
  setInteger,
  setInteger,
  truncate,
  remove,
  repeat,
  move,
  splice,
  insertNoise,
  setDigits,
]

/** A file that was changed one to four times; `others` are files to splice with. The file given is left as it is. */
export function mutate(file: Uint8Array, others: readonly Uint8Array[], next: Random): Uint8Array {
  let bytes = file.slice()
  for (let n = 1 + below(4, next); n > 0 && bytes.length > 0; n--)
    bytes = pick(mutations, next)(bytes, next, others)
  return bytes
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const strange = [
  ...[
    'null',
    'true',
    '-1',
    '0',
    '1',
    '0.5',
    '1e308',
    '-0',
    '9007199254740993',
    '4294967296',
    '"1"',
    '""',
    '[]',
    '{}',
  ],
  ...[
    '[-1]',
    '[1e9,1e9,1e9]',
    '"__proto__"',
    '[null]',
    '{"length":9}',
    JSON.stringify('x'.repeat(5000)),
    nested(2000),
  ],
]

/** A JSON text in which one value, anywhere, became another one, went away or got another name. */
export function mutateJson(text: string, next: Random): string {
  const root = { value: JSON.parse(text) as unknown }
  const places: [holder: Record<string, unknown>, key: string][] = []
  const walk = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      places.push([holder, key])
      if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>)
    }
  }
  walk(root)
  const [holder, key] = pick(places, next)
  const kind = next()
  // Spelt as text, since JavaScript cannot hold every number that JSON can.
  const placeholder = 'a value to replace'
  if (kind < 0.7) holder[key] = placeholder
  else if (kind < 0.8) delete holder[key]
  else if (kind < 0.9) holder[pick(['id', '', '__proto__', 'shape', 'counts'], next)] = holder[key]
  else {
    const [otherHolder, otherKey] = pick(places, next)
    holder[key] = structuredClone(otherHolder[otherKey])
  }
  return (JSON.stringify(root.value) ?? '').replace(JSON.stringify(placeholder), () => pick(strange, next))
}

function span(bytes: Uint8Array, next: Random): [from: number, to: number] {
  const from = below(bytes.length, next)
  return [from, Math.min(bytes.length, from + 1 + below(next() < 0.8 ? 32 : bytes.length, next))]
}

/** The parts one after the other. */
export function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
