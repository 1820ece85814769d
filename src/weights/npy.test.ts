import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTensor } from '../../test/any-tensors.ts'
import { tensor } from '../tensor/index.ts'
import { readNpy, writeNpy } from './index.ts'

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}.npy`, import.meta.url)))
const ramp = [0, 1, 2, 3, 4, 5]

describe('an .npy file', () => {
  it('is read back as it was written, as a view', () => {
    fc.assert(
      fc.property(anyTensor, array => {
        const bytes = writeNpy(array)
        const back = readNpy(bytes, 'array.npy')
        expect(back).toEqual(array)
        expect(back.data.buffer).toBe(bytes.buffer)
      }),
    )
  })

  it('is written as NumPy writes it', () => {
    for (const name of ['c-order', 'bool', 'float16', 'scalar', 'vector'])
      expect(writeNpy(readNpy(fixture(name), name))).toEqual(fixture(name))
  })

  const fixtures = {
    'c-order': tensor('float32', [2, 3], Float32Array.from(ramp)),
    'fortran-order': tensor('float64', [2, 3], Float64Array.from(ramp)),
    int16: tensor('int32', [2, 3], Int32Array.from(ramp)),
    uint32: tensor(
      'int64',
      [2, 3],
      BigInt64Array.from(ramp, value => BigInt(value + 2 ** 31)),
    ),
    bool: tensor('bool', [2, 3], Uint8Array.of(1, 0, 1, 0, 1, 0)),
    float16: tensor('float16', [2, 3], Uint16Array.of(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500)),
    scalar: tensor('float64', [], Float64Array.of(2.5)),
    vector: tensor('int64', [3], BigInt64Array.of(0n, 1n, 2n)),
    version2: tensor('uint8', [2, 3], Uint8Array.from(ramp)),
    version3: tensor('int8', [2, 3], Int8Array.from(ramp)),
  }
  for (const [name, expected] of Object.entries(fixtures))
    it(`of NumPy is read: ${name}`, () => {
      expect(readNpy(fixture(name), name)).toEqual(expected)
    })
})

describe('an .npy file is refused', () => {
  const edited = (from: string, to: string) =>
    new Uint8Array(
      Buffer.from(Buffer.from(fixture('c-order')).toString('latin1').replace(from, to), 'latin1'),
    )

  const refused: [why: string, bytes: Uint8Array, message: string][] = [
    ['it is another file', Uint8Array.of(1, 2, 3), 'a.npy: does not begin as a NumPy file'],
    [
      'it is cut off',
      fixture('c-order').slice(0, -1),
      'a.npy: shape 2×3 takes 24 bytes, file has 23 after its header',
    ],
    [
      'it is cut off in its header',
      fixture('c-order').slice(0, 50),
      'a.npy: the header takes 118 bytes from byte 10',
    ],
    ['it is big-endian', fixture('big-endian'), "a.npy: is big-endian; save it as array.astype('<f4')"],
    ['its elements are records', fixture('structured'), 'a.npy: its header has no plain element type'],
    [
      'its elements are objects',
      edited('<f4', '|O8'),
      'a.npy: has elements of type O8, expected one of f8, f4',
    ],
    ['its version is unknown', edited('\x01\0', '\x09\0'), 'a.npy: has version 9 of the NumPy format'],
    [
      'its shape is absurd',
      edited('(2, 3), }    ', '(99999999999)'),
      'a.npy: has no legal shape: (99999999999)',
    ],
    [
      'its shape is larger than the file',
      edited('(2, 3)', '(2, 9)'),
      'a.npy: shape 2×9 takes 72 bytes, file has 24',
    ],
  ]
  for (const [why, bytes, message] of refused)
    it(`because ${why}`, () => {
      expect(() => readNpy(bytes, 'a.npy')).toThrow(message)
    })
})
