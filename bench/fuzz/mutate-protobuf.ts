import type { Random } from '../../src/image/index.ts'
import { below, extremes, join, mutate, pick } from './mutate.ts'

/** A field of a protobuf message: its tag (number and wire type), and the bytes of its value without a length. */
type Field = { tag: bigint; value: Uint8Array }

const varint = 0
const withLength = 2

/** A protobuf message in which one field, at any depth, is changed, repeated or gone; every length is right. */
export function mutateMessage(message: Uint8Array, next: Random): Uint8Array {
  const fields = decode(message)
  if (!fields?.length) return mutate(message, [message], next)
  const at = below(fields.length, next)
  const { tag, value } = fields[at]!
  const kind = next()
  if (kind < 0.05) fields.splice(at, 1)
  else if (kind < 0.1) fields.push(fields[at]!)
  else if (wireType(tag) === varint) fields[at] = { tag, value: encodeVarint(pick(extremes, next)) }
  else if (wireType(tag) === withLength) fields[at] = { tag, value: mutateMessage(value, next) }
  else fields[at] = { tag, value: value.map(() => below(256, next)) }
  return encode(fields)
}

const wireType = (tag: bigint) => Number(tag & 7n)

/** Undefined when the bytes are no message: a text, or a row of numbers. */
function decode(message: Uint8Array): Field[] | undefined {
  const fields: Field[] = []
  for (let at = 0; at < message.length; ) {
    const tag = decodeVarint(message, at)
    if (!tag || tag.value >> 3n === 0n) return
    at = tag.end
    const number = decodeVarint(message, at)
    const lengths = [number && number.end - at, 8, number && Number(number.value), undefined, undefined, 4]
    const length = lengths[wireType(tag.value)]
    if (length === undefined) return
    if (wireType(tag.value) === withLength) at = number!.end
    if (at + length > message.length) return
    fields.push({ tag: tag.value, value: message.subarray(at, at + length) })
    at += length
  }
  return fields
}

function encode(fields: readonly Field[]): Uint8Array {
  return join(
    ...fields.flatMap(({ tag, value }) =>
      wireType(tag) === withLength
        ? [encodeVarint(tag), encodeVarint(BigInt(value.length)), value]
        : [encodeVarint(tag), value],
    ),
  )
}

function decodeVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } | undefined {
  let value = 0n
  for (let at = start; at < bytes.length && at < start + 10; at++) {
    value |= BigInt(bytes[at]! & 0x7f) << BigInt(7 * (at - start))
    if (bytes[at]! < 0x80) return { value, end: at + 1 }
  }
  return
}

function encodeVarint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Uint8Array.of(...bytes, Number(rest))
}
