import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTensors } from '../../test/any-tensors.ts'
import { shared, sharedIsHere } from '../../test/shared.ts'
import { elementCount, type Tensor, tensor } from '../tensor/index.ts'
import { readSafetensors, writeSafetensors } from './index.ts'

/** A file of this header and so many bytes of data: 0, 1, 2, ... */
function file(header: unknown, dataLength: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + dataLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  for (let i = 0; i < dataLength; i++) bytes[8 + json.length + i] = i
  return bytes
}
const entry = (dtype: string, shape: unknown, begin: unknown, end: unknown) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('a safetensors file', () => {
  it('is read back as it was written, as views', () => {
    fc.assert(
      fc.property(anyTensors, tensors => {
        const bytes = writeSafetensors(tensors)
        const back = readSafetensors(bytes, 'weights.safetensors')
        expect(back).toEqual(tensors)
        for (const { data } of back.values()) expect(data.buffer).toBe(bytes.buffer)
      }),
    )
  })

  it('with types that no tensor here has is widened without loss', () => {
    const bytes = file(
      {
        __metadata__: { format: 'pt' },
        bfloat16: entry('BF16', [2], 0, 4),
        int16: entry('I16', [2], 4, 8),
        uint16: entry('U16', [], 8, 10),
        uint32: entry('U32', [1], 10, 14),
      },
      14,
    )
    bytes.set(
      [0x80, 0x3f, 0x20, 0xc0, 0xfe, 0xff, 0x02, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      bytes.length - 14,
    )
    expect(readSafetensors(bytes, 'weights.safetensors')).toEqual(
      new Map<string, Tensor>([
        ['bfloat16', tensor('float32', [2], Float32Array.of(1, -2.5))],
        ['int16', tensor('int32', [2], Int32Array.of(-2, 2))],
        ['uint16', tensor('int32', [], Int32Array.of(65535))],
        ['uint32', tensor('int64', [1], BigInt64Array.of(4294967295n))],
      ]),
    )
  })

  it.skipIf(!sharedIsHere)('that others wrote is read: the starting weights', () => {
    const bytes = readFileSync(shared('weights/resnet50v2-imagenet-stages123.safetensors'))
    const tensors = readSafetensors(bytes, 'resnet50v2.safetensors')
    expect([...tensors.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0)).toBe(8_539_846)
    expect(tensors.get('conv1.weight')).toMatchObject({ type: 'float16', shape: [64, 3, 7, 7] })
  })
})

describe('a safetensors file is refused', () => {
  const refused: [why: string, bytes: Uint8Array, message: string | RegExp][] = [
    ['it is empty', new Uint8Array(), 'a.safetensors: the length of the header takes 8 bytes from byte 0'],
    [
      'it is cut off in its header',
      file({ a: entry('F32', [1], 0, 4) }, 4).slice(0, 30),
      /header says 54 bytes, file has 30/,
    ],
    ['its header is no JSON', file('{"a":', 0), 'a.safetensors: its header is no JSON'],
    ['its header is a list', file('[]', 0), 'a.safetensors: its header is no object'],
    [
      'its header is absurdly long',
      file(' '.repeat(3e6), 0),
      'header has 3000000 bytes, expected at most 1048576',
    ],
    ['an entry is null', file({ a: null }, 0), 'a has no legal dtype, shape and data_offsets'],
    [
      'a type is unknown',
      file({ a: entry('F8_E4M3', [1], 0, 1) }, 1),
      'a has type F8_E4M3, expected one of F64, F32',
    ],
    [
      'a type is a word of JavaScript',
      file({ a: entry('constructor', [1], 0, 1) }, 1),
      'a has type constructor',
    ],
    [
      'a shape is negative',
      file({ a: entry('U8', [-1], 0, 1) }, 1),
      'a has no legal dtype, shape and data_offsets',
    ],
    [
      'a shape has a fraction',
      file({ a: entry('U8', [0.5, 2], 0, 1) }, 1),
      'a has no legal dtype, shape and data_offsets',
    ],
    [
      'a shape does not fill its bytes',
      file({ a: entry('F32', [2, 3], 0, 20) }, 20),
      'a of shape 2×3 takes 24 bytes, has 20',
    ],
    [
      'a tensor lies beyond the data',
      file({ a: entry('F32', [2], 0, 8) }, 4),
      'a should lie from 0 to 8, and the file has 4 bytes',
    ],
    ['offsets run backwards', file({ a: entry('U8', [1], 3, 2) }, 4), 'a should lie from 3 to 2'],
    [
      'tensors overlap',
      file({ a: entry('U8', [3], 0, 3), b: entry('U8', [2], 2, 4) }, 4),
      'a and b lie over each other',
    ],
  ]
  for (const [why, bytes, message] of refused)
    it(`because ${why}`, () => {
      expect(() => readSafetensors(bytes, 'a.safetensors')).toThrow(message)
    })
})
