import { type Tensor, tensor } from '../tensor/index.ts'
import { Cursor, utf8 } from './cursor.ts'
import { decodeElements, elementBytes, encodings } from './elements.ts'
import type { NamedTensors } from './named-tensors.ts'
import { type PickleWorld, unpickle } from './pickle.ts'
import { gather, isRowMajor, reach, rowMajorStrides } from './strided.ts'
import { storageClasses, type TorchStorage, TorchTensor, torchWorld } from './torch-objects.ts'
import { openZip, writeZip } from './zip.ts'

/** The number in front of every file of PyTorch before 1.6. */
const legacyMagic = 0x1950a86a20f9469cfc6cn
const legacyProtocol = 1001

/**
 * The tensors of a file that PyTorch's torch.save wrote, in either of its containers: the zip archive, and the
 * row of pickles before 1.6. Where dictionaries are nested, as in a checkpoint, the one with the most tensors is
 * taken; the state of an optimiser is passed over. Elements are views of `bytes` where they lie row by row, at a
 * multiple of their size; bfloat16 becomes float32, int16 becomes int32. Nothing in the file is executed.
 *
 * @param file  what an error calls it
 * @throws RangeError when the file is damaged, cut off, big-endian, or holds more than data
 * @see torch/serialization.py
 */
export function readPth(bytes: Uint8Array, file: string): NamedTensors {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const { root, storages } = isZip ? readArchive(bytes, file) : readLegacy(bytes, file)
  const reader = new Cursor(bytes, file)
  const stateDict = findStateDict(root)
  if (!stateDict) return reader.fail('holds no dictionary of named tensors; expected a state dictionary')

  const out = new Map<string, Tensor>()
  let copied = 0
  for (const [name, described] of stateDict) {
    const read = materialise(described, storages(described.storage))
    out.set(name, read)
    // Tensors may share a storage, so a small file could ask for any amount of memory.
    if (read.data.buffer !== bytes.buffer) copied += read.data.byteLength
    if (copied > 4 * bytes.length)
      reader.fail('its tensors share storages and would take over four times its size')
  }
  return out
}

type Contents = {
  root: unknown
  /** Throws when the storage is not in the file or has another length. */
  storages: (storage: TorchStorage) => Uint8Array
}

function readArchive(bytes: Uint8Array, file: string): Contents {
  const zip = openZip(bytes, file)
  const archive = new Cursor(bytes, file)
  const name = zip.names.find(name => /^[^/]*\/data\.pkl$/.test(name))
  if (name === undefined)
    return archive.fail('is a zip archive without data.pkl, so torch.save did not write it')
  const folder = name.slice(0, -'data.pkl'.length)
  if (zip.names.includes(`${folder}constants.pkl`))
    archive.fail(
      'holds a TorchScript program; save the state dictionary: torch.save(model.state_dict(), ...)',
    )
  if (utf8(zip.entry(`${folder}byteorder`) ?? new Uint8Array()) === 'big') refuseBigEndian(archive)

  const cursor = new Cursor(zip.entry(name)!, file)
  const root = unpickle(cursor, torchWorld(cursor), bytes.length)
  return {
    root,
    storages: ({ key, byteLength }) => {
      const entry = zip.entry(`${folder}data/${key}`)
      if (!entry) return archive.fail(`storage ${key} is missing from the zip archive`)
      if (entry.length !== byteLength)
        archive.fail(`storage ${key} has ${entry.length} bytes, and the pickle says ${byteLength}`)
      return entry
    },
  }
}

function readLegacy(bytes: Uint8Array, file: string): Contents {
  const cursor = new Cursor(bytes, file)
  const world = torchWorld(cursor)
  const next = (special: Partial<PickleWorld> = {}) =>
    unpickle(cursor, { ...world, ...special }, bytes.length)
  if (next() !== legacyMagic) cursor.fail('is a pickle, but torch.save did not write it')
  const protocol = next()
  if (protocol !== legacyProtocol) cursor.fail(`has protocol ${String(protocol)}, expected ${legacyProtocol}`)
  const system = next()
  if (system instanceof Map && system.get('little_endian') === false) refuseBigEndian(cursor)

  const known = new Map<unknown, TorchStorage>()
  const root = next({
    persistent(id) {
      const storage = world.persistent(id) as TorchStorage
      if (!known.has(storage.key)) known.set(storage.key, storage)
      return storage
    },
  })
  const keys = next()
  const places = new Map<string, Uint8Array>()
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = known.get(key)
    if (!storage) return cursor.fail('it lists a storage that no tensor uses; the file is damaged')
    const count = cursor.uint64(`the length of storage ${storage.key}`)
    if (count !== storage.count)
      cursor.fail(`storage ${storage.key} has ${count} elements, and the pickle says ${storage.count}`)
    places.set(storage.key, cursor.take(storage.byteLength, `storage ${storage.key}`))
  }
  return {
    root,
    storages: ({ key, byteLength }) => {
      const place = places.get(key)
      if (place?.length !== byteLength) return cursor.fail(`storage ${key} is missing or has another length`)
      return place
    },
  }
}

function refuseBigEndian(cursor: Cursor): never {
  return cursor.fail('was written on a big-endian machine; load and save it on a little-endian one')
}

/** The dictionary with the most tensors, wherever it is nested. */
function findStateDict(root: unknown): Map<string, TorchTensor> | undefined {
  const seen = new Set<unknown>()
  const waiting = [root]
  let found = new Map<string, TorchTensor>()
  for (const value of waiting) {
    const isOptimiser = value instanceof Map && value.has('param_groups')
    if (!(value instanceof Map) || isOptimiser || seen.has(value)) continue
    seen.add(value)
    const tensors = new Map<string, TorchTensor>()
    for (const [name, item] of value) {
      if (item instanceof TorchTensor && typeof name === 'string') tensors.set(name, item)
      else waiting.push(item)
    }
    if (tensors.size > found.size) found = tensors
  }
  return found.size > 0 ? found : undefined
}

function materialise({ storage, offset, shape, strides }: TorchTensor, bytes: Uint8Array): Tensor {
  const { bytes: size, type } = encodings[storage.encoding]
  const part = bytes.subarray(offset * size, (offset + reach(shape, strides)) * size)
  const data = decodeElements(part, storage.encoding)
  return tensor(type, shape, (isRowMajor(shape, strides) ? data : gather(data, shape, strides)) as never)
}

const classOfType = new Map<string, string>(
  Object.entries(storageClasses).map(([name, type]) => [type, name]),
)

/**
 * A state dictionary as PyTorch 1.6 and later write and load it. Elements begin at multiples of 64 bytes. The same
 * tensors give the same bytes.
 *
 * @throws RangeError when the tensors have 2 GB or more
 */
export function writePth(tensors: NamedTensors): Uint8Array {
  const entries = new Map([['archive/data.pkl', pickleStateDict(tensors)]])
  entries.set('archive/byteorder', new TextEncoder().encode('little'))
  for (const [i, { data }] of [...tensors.values()].entries())
    entries.set(`archive/data/${i}`, elementBytes(data))
  entries.set('archive/version', new TextEncoder().encode('3\n'))
  return writeZip(entries)
}

/** What Python's pickle makes of an OrderedDict of tensors in protocol 2, without a memo. */
function pickleStateDict(tensors: NamedTensors): Uint8Array {
  const text = (value: string) => {
    const bytes = new TextEncoder().encode(value)
    return [0x58, ...int32(bytes.length), ...bytes] // BINUNICODE
  }
  const integer = (value: number) => [0x4a, ...int32(value)] // BININT
  const global = (module: string, name: string) => [0x63, ...new TextEncoder().encode(`${module}\n${name}\n`)]
  const tuple = (...items: number[][]) => [0x28, ...items.flat(), 0x74] // MARK, TUPLE
  const emptyDict = [...global('collections', 'OrderedDict'), 0x29, 0x52] // EMPTY_TUPLE, REDUCE
  const falsehood = [0x89] // NEWFALSE

  const items = [...tensors].map(([name, { type, shape, data }], i) => {
    const storage = tuple(
      text('storage'),
      global('torch', classOfType.get(type)!),
      text(String(i)),
      text('cpu'),
      integer(data.length),
    )
    const parameters = tuple(
      [...storage, 0x51], // BINPERSID
      integer(0),
      tuple(...shape.map(integer)),
      tuple(...rowMajorStrides(shape).map(integer)),
      falsehood, // requires no gradient
      emptyDict, // has no backward hooks
    )
    return [...text(name), ...global('torch._utils', '_rebuild_tensor_v2'), ...parameters, 0x52]
  })
  return Uint8Array.from([0x80, 2, ...emptyDict, 0x28, ...items.flat(), 0x75, 0x2e]) // PROTO, MARK, SETITEMS, STOP
}

function int32(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >> 24]
}
