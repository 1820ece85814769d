import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTensors } from '../../test/any-tensors.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import expectedTensors from './fixtures/expected.json' with { type: 'json' }
import { readPth, readWeights, writePth } from './index.ts'
import { writeZip } from './zip.ts'

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

/** Spells tensors as fixtures/expected.json does. */
const described = (tensors: ReadonlyMap<string, Tensor>) =>
  Object.fromEntries(
    [...tensors].map(([name, { type, shape, data }]) => [
      name,
      { type, shape, data: [...data].map(value => (typeof value === 'bigint' ? String(value) : value)) },
    ]),
  )

/** An archive with a pickle that was written by hand, and one storage, '0', of four float32: 1, 2, 3, 4. */
const archive = (pickle: string) =>
  writeZip(
    new Map([
      ['archive/data.pkl', latin1(pickle)],
      ['archive/data/0', new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)],
    ]),
  )
const storage = '(U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x04tQ'

describe('files that PyTorch wrote', () => {
  for (const name of [
    'every-type.zip.pth',
    'every-type.legacy.pth',
    'every-type.protocol5.zip.pth',
    'every-type.protocol4.legacy.pth',
    'checkpoint.zip.pth',
    'checkpoint.legacy.pth',
  ])
    it(`${name} holds what PyTorch put there`, () => {
      const expected = name.startsWith('every') ? expectedTensors['every-type'] : expectedTensors.checkpoint
      expect(described(readPth(fixture(name), name))).toEqual(expected)
    })

  it('give views of the bytes, except where elements are widened or rearranged', () => {
    const bytes = fixture('every-type.zip.pth')
    const copies = [...readPth(bytes, 'weights.pth')].filter(([, { data }]) => data.buffer !== bytes.buffer)
    const names = ['bfloat16', 'int16', 'transposed', 'channels_last', 'slice', 'row_of_bfloat16']
    expect(copies.map(([name]) => name)).toEqual(names)
  })

  it('with Python 2 and PyTorch before 0.4 hold their dictionary as pairs', () => {
    const weight = `ctorch._utils\n_rebuild_tensor\n(${storage}K\x01K\x03\x85K\x01\x85tR`
    const pickle = `\x80\x02ccollections\nOrderedDict\n]]U\x06weighta${weight}aa\x85R.`
    const tensors = readPth(archive(pickle), 'python2.pth')
    expect(described(tensors)).toEqual({ weight: { type: 'float32', shape: [3], data: [2, 3, 4] } })
  })

  it('of a wrapped network lose the wrapper and the counters of batch norm', () => {
    const names = [...readWeights(fixture('checkpoint.zip.pth'), 'checkpoint.pth').keys()]
    expect(names).toEqual(['0.weight', '1.weight', '1.bias', '1.running_mean', '1.running_var'])
  })
})

describe('files that are refused', () => {
  const read = (name: string) => () => readPth(fixture(name), name)

  it('a whole network, whose classes would have to be run', () => {
    expect(read('whole-model.zip.pth')).toThrow(
      /^whole-model\.zip\.pth: holds torch\.nn\.modules\.linear\.Linear, .* torch\.save\(model\.state_dict\(\)/,
    )
  })

  it('a TorchScript program', () => {
    expect(read('torchscript.zip.pth')).toThrow(/TorchScript program; save the state dictionary/)
  })

  it('a call of a function that is not on the list', () => {
    expect(() => readPth(archive('\x80\x02cos\nsystem\nU\x04echo\x85R.'), 'evil.pth')).toThrow(
      'evil.pth: holds os.system, and only tensors',
    )
  })

  it('a tensor that repeats its elements, which could stand for any number', () => {
    expect(read('expanded.zip.pth')).toThrow(/shape 1000×1000.* repeats the 1 elements .*contiguous\(\)/)
  })

  it('a tensor that reaches beyond its storage', () => {
    const weight = `ctorch._utils\n_rebuild_tensor\n(${storage}K\x02K\x03\x85K\x01\x85tR`
    expect(() => readPth(archive(`\x80\x02}U\x06weight${weight}s.`), 'a.pth')).toThrow(
      'a.pth: a tensor of shape 3, strides 1, offset 2 reaches beyond storage 0, which has 4 elements',
    )
  })

  it('a few bytes of tensors that would each be a copy of a large storage', () => {
    const transposed = `ctorch._utils\n_rebuild_tensor\n(${storage}K\x00K\x02K\x02\x86K\x01K\x02\x86tq\x00R`
    const again = Array.from(
      { length: 200 },
      (_, i) => `U\x03${String(i).padStart(3)}ctorch._utils\n_rebuild_tensor\nh\x00R`,
    )
    const few = readPth(archive(`\x80\x02}(U\x01a${transposed}u.`), 'few.pth')
    expect([...few.get('a')!.data]).toEqual([1, 3, 2, 4])
    const many = archive(`\x80\x02}(U\x01a${transposed}${again.join('')}u.`)
    expect(readPth(many, 'many.pth').size).toBe(201)

    const large = new Uint8Array(4 * 2 ** 20)
    const pickle = `\x80\x02}(U\x01a${transposed}${again.join('')}u.`
      .replace('K\x04tQ', 'J\x00\x00\x10\x00tQ')
      .replace('K\x02K\x02\x86K\x01K\x02\x86', 'M\x00\x04M\x00\x04\x86K\x01M\x00\x04\x86')
    const bytes = writeZip(
      new Map([
        ['a/data.pkl', latin1(pickle)],
        ['a/data/0', large],
      ]),
    )
    expect(() => readPth(bytes, 'bomb.pth')).toThrow(
      'bomb.pth: its tensors share storages and would take over four',
    )
  })

  it('a file cut off anywhere', () => {
    for (const name of ['every-type.zip.pth', 'every-type.legacy.pth']) {
      const whole = fixture(name)
      for (let length = 0; length < whole.length; length += 7)
        expect(() => readWeights(whole.slice(0, length), name)).toThrow(new RegExp(`^${name}: `))
    }
  })

  it('a big-endian file', () => {
    const zip = writeZip(
      new Map([
        ['a/data.pkl', latin1('\x80\x02}.')],
        ['a/byteorder', latin1('big')],
      ]),
    )
    expect(() => readPth(zip, 'big.pth')).toThrow('big.pth: was written on a big-endian machine')

    const legacy = fixture('every-type.legacy.pth')
    const isLittle = Buffer.from(legacy).indexOf('little_endian') + 'little_endian'.length + 2
    legacy[isLittle] = 0x89
    expect(() => readPth(legacy, 'big.pth')).toThrow('big.pth: was written on a big-endian machine')
  })

  it('a file without tensors', () => {
    expect(() => readPth(archive('\x80\x02}U\x05epochK\x07s.'), 'a.pth')).toThrow(
      'a.pth: holds no dictionary of named',
    )
  })
})

describe('writing', () => {
  it('and reading give the same tensors, as views', () => {
    fc.assert(
      fc.property(anyTensors, tensors => {
        const bytes = writePth(tensors)
        const back = readPth(bytes, 'weights.pth')
        expect(back).toEqual(tensors)
        for (const { data } of back.values()) expect(data.buffer).toBe(bytes.buffer)
      }),
    )
  })

  it('gives the same bytes for the same tensors', () => {
    const weights = () => new Map([['weight', tensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4))]])
    expect(writePth(weights())).toEqual(writePth(weights()))
  })
})
