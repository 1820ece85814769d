import { elementCount, type Tensor, tensor } from '../tensor/index.ts'
import { Cursor, utf8 } from './cursor.ts'
import { decodeElements, type Encoding, elementBytes, encodings } from './elements.ts'
import { gather, isShape, rowMajorStrides } from './strided.ts'

/** NumPy's names of element types, after the byte order. */
const typeNames = {
  f8: 'float64',
  f4: 'float32',
  f2: 'float16',
  i8: 'int64',
  i4: 'int32',
  i2: 'int16',
  i1: 'int8',
  u4: 'uint32',
  u2: 'uint16',
  u1: 'uint8',
  b1: 'bool',
} as const satisfies Record<string, Encoding>

const magic = '\x93NUMPY'
const longestHeader = 0xffff

/**
 * The array of a NumPy .npy file, versions 1 to 3. Elements are a view of `bytes` where they lie at a multiple of
 * their size and row by row; Fortran order is turned to row by row. int16 and uint16 become int32, uint32 int64.
 *
 * @param file  what an error calls it
 * @throws RangeError when the file is damaged, cut off, big-endian, or holds other things than numbers
 * @see numpy/lib/format.py
 */
export function readNpy(bytes: Uint8Array, file: string): Tensor {
  const cursor = new Cursor(bytes, file)
  if (!isNpy(bytes)) cursor.fail('does not begin as a NumPy file')
  cursor.position = magic.length
  const version = cursor.uint8('the version')
  cursor.skip(1, 'the version')
  if (version < 1 || version > 3) cursor.fail(`has version ${version} of the NumPy format, expected 1 to 3`)
  const length = version === 1 ? cursor.uint16('the header length') : cursor.uint32('the header length')
  if (length > longestHeader) cursor.fail(`header says ${length} bytes, expected at most ${longestHeader}`)
  const { encoding, isFortran, shape } = parseHeader(cursor, utf8(cursor.take(length, 'the header')))

  const { bytes: size, type } = encodings[encoding]
  const expected = elementCount(shape) * size
  if (cursor.left !== expected)
    cursor.fail(
      `shape ${shape.join('×') || 'scalar'} takes ${expected} bytes, file has ${cursor.left} after its header`,
    )
  const data = decodeElements(cursor.take(expected, 'the elements'), encoding)
  const strides = rowMajorStrides(shape.toReversed()).reverse()
  return tensor(type, shape, (isFortran ? gather(data, shape, strides) : data) as never)
}

export function isNpy(bytes: Uint8Array): boolean {
  return Array.from(magic).every((character, i) => bytes[i] === character.charCodeAt(0))
}

/** Takes a Python dictionary such as {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } apart. */
function parseHeader(cursor: Cursor, header: string) {
  const type = /'descr'\s*:\s*'([<>=|]?)(\w+)'/.exec(header)
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)
  if (!type || !order || !sizes)
    return cursor.fail('its header has no plain element type, order and shape; save an array of numbers')
  const [, byteOrder, name = ''] = type
  const encoding = Object.hasOwn(typeNames, name) && typeNames[name as keyof typeof typeNames]
  if (!encoding)
    return cursor.fail(`has elements of type ${name}, expected one of ${Object.keys(typeNames).join(', ')}`)
  if (byteOrder === '>' && encodings[encoding].bytes > 1)
    return cursor.fail(`is big-endian; save it as array.astype('<${name}')`)
  const shape = sizes[1]!
    .split(',')
    .filter(size => size.trim() !== '')
    .map(Number)
  if (!isShape(shape)) return cursor.fail(`has no legal shape: (${sizes[1]})`)
  return { encoding, isFortran: order[1] === 'True', shape }
}

const nameOfType = new Map<string, string>(Object.entries(typeNames).map(([name, type]) => [type, name]))

/** A NumPy .npy file, version 1, row by row; its elements begin at a multiple of 64 bytes, as NumPy's do. */
export function writeNpy({ type, shape, data }: Tensor): Uint8Array {
  const name = `${data.BYTES_PER_ELEMENT === 1 ? '|' : '<'}${nameOfType.get(type)}`
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const header = `{'descr': '${name}', 'fortran_order': False, 'shape': (${sizes}), }`
  const prefix = magic.length + 4
  const start = Math.ceil((prefix + header.length + 1) / 64) * 64
  const out = new Uint8Array(start + data.byteLength)
  const text = `${magic}\x01\x00\0\0${header.padEnd(start - prefix - 1)}\n`
  for (let i = 0; i < start; i++) out[i] = text.charCodeAt(i)
  new DataView(out.buffer).setUint16(magic.length + 2, start - prefix, true)
  out.set(elementBytes(data), start)
  return out
}
