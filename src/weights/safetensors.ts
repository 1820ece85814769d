import { elementCount, type Tensor, tensor } from '../tensor/index.ts'
import { Cursor, utf8 } from './cursor.ts'
import { decodeElements, type Encoding, elementBytes, encodings } from './elements.ts'
import type { NamedTensors } from './named-tensors.ts'
import { isShape } from './strided.ts'

const typeNames = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
} as const satisfies Record<string, Encoding>

/** 9,000 tensors need about this much. JSON can take thirty times its length in memory. */
const longestHeader = 2 ** 20

/**
 * The tensors of a safetensors file, in the order of its header. Elements are views of `bytes` where they lie at a
 * multiple of their size; bfloat16 becomes float32, int16 and uint16 int32, uint32 int64.
 *
 * @param file  what an error calls it
 * @throws RangeError when the file is damaged, cut off, or has a type that no tensor here has
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export function readSafetensors(bytes: Uint8Array, file: string): NamedTensors {
  const cursor = new Cursor(bytes, file)
  const headerLength = cursor.uint64('the length of the header')
  if (headerLength > cursor.left)
    cursor.fail(`header says ${headerLength} bytes, file has ${bytes.length}; it is damaged or cut off`)
  if (headerLength > longestHeader)
    cursor.fail(`header has ${headerLength} bytes, expected at most ${longestHeader}`)
  const header = parseHeader(cursor, utf8(cursor.take(headerLength, 'the header')))
  const data = bytes.subarray(cursor.position)

  const spans: { name: string; begin: number; end: number }[] = []
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const { encoding, shape, begin, end } = parseEntry(cursor, name, entry, data.length)
    spans.push({ name, begin, end })
    const elements = decodeElements(data.subarray(begin, end), encoding)
    tensors.set(name, tensor(encodings[encoding].type, shape, elements as never))
  }
  refuseOverlaps(cursor, spans)
  return tensors
}

function parseHeader(cursor: Cursor, text: string): object {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    return cursor.fail('its header is no JSON; the file is damaged')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    return cursor.fail('its header is no object of tensors; the file is damaged')
  return header
}

function parseEntry(cursor: Cursor, name: string, entry: unknown, dataLength: number) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  if (
    typeof dtype !== 'string' ||
    !isShape(shape) ||
    !Array.isArray(offsets) ||
    !offsets.every(Number.isInteger)
  )
    return cursor.fail(`${name} has no legal dtype, shape and data_offsets`)
  const encoding = Object.hasOwn(typeNames, dtype) && typeNames[dtype as keyof typeof typeNames]
  if (!encoding)
    return cursor.fail(`${name} has type ${dtype}, expected one of ${Object.keys(typeNames).join(', ')}`)
  const [begin, end] = offsets as number[]
  if (begin === undefined || end === undefined || begin < 0 || end < begin || end > dataLength)
    return cursor.fail(
      `${name} should lie from ${begin} to ${end}, and the file has ${dataLength} bytes of data`,
    )
  const expected = elementCount(shape) * encodings[encoding].bytes
  if (end - begin !== expected)
    return cursor.fail(
      `${name} of shape ${shape.join('×') || 'scalar'} takes ${expected} bytes, has ${end - begin}`,
    )
  return { encoding, shape, begin, end }
}

function refuseOverlaps(cursor: Cursor, spans: { name: string; begin: number; end: number }[]): void {
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end)
  for (let i = 1; i < spans.length; i++)
    if (spans[i]!.begin < spans[i - 1]!.end)
      cursor.fail(`${spans[i - 1]!.name} and ${spans[i]!.name} lie over each other`)
}

const nameOfType = new Map<string, string>(Object.entries(typeNames).map(([name, type]) => [type, name]))

/** A safetensors file. Large elements come first, so that every element begins at a multiple of its size. */
export function writeSafetensors(tensors: NamedTensors): Uint8Array {
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT)
  let length = 0
  const header = Object.fromEntries(
    ordered.map(([name, { type, shape, data }]) => {
      const begin = length
      length += data.byteLength
      return [name, { dtype: nameOfType.get(type), shape, data_offsets: [begin, length] }]
    }),
  )
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / 8) * 8
  const out = new Uint8Array(8 + headerLength + length)
  new DataView(out.buffer).setBigUint64(0, BigInt(headerLength), true)
  out.fill(0x20, 8, 8 + headerLength)
  out.set(json, 8)
  let position = 8 + headerLength
  for (const [, { data }] of ordered) {
    out.set(elementBytes(data), position)
    position += data.byteLength
  }
  return out
}
