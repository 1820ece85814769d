import { crc32 } from 'node:zlib'
import { unzlibSync, zlibSync } from 'fflate'
import type { Random } from '../../src/image/index.ts'
import { join, mutate, pick } from './mutate.ts'

const signatureLength = 8

/** A PNG in which one chunk, packed or unpacked, is changed; every length and checksum is right. */
export function mutatePng(file: Uint8Array, next: Random): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: { type: Uint8Array; data: Uint8Array }[] = []
  for (let at = signatureLength; at < file.length; at += 12 + view.getUint32(at)) {
    const end = at + 8 + view.getUint32(at)
    chunks.push({ type: file.subarray(at + 4, at + 8), data: file.subarray(at + 8, end) })
  }
  const chunk = pick(chunks, next)
  const isPixels = new TextDecoder().decode(chunk.type) === 'IDAT'
  chunk.data =
    isPixels && next() < 0.5 ? zlibSync(changed(unzlibSync(chunk.data), next)) : changed(chunk.data, next)
  return join(file.subarray(0, signatureLength), ...chunks.flatMap(({ type, data }) => encode(type, data)))
}

const changed = (bytes: Uint8Array, next: Random) => mutate(bytes, [bytes], next)

function encode(type: Uint8Array, data: Uint8Array): Uint8Array[] {
  const body = join(type, data)
  return [bigEndian(data.length), body, bigEndian(crc32(body))]
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
