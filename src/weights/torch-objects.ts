import { elementCount, type Shape } from '../tensor/index.ts'
import type { Cursor } from './cursor.ts'
import { type Encoding, encodings } from './elements.ts'
import type { PickleWorld } from './pickle.ts'
import { isShape, reach } from './strided.ts'

/** A run of numbers that tensors look into; its bytes lie outside the pickle, under `key`. */
export class TorchStorage {
  readonly key: string
  readonly encoding: Encoding
  readonly count: number

  constructor(key: string, encoding: Encoding, count: number) {
    this.key = key
    this.encoding = encoding
    this.count = count
  }

  get byteLength(): number {
    return this.count * encodings[this.encoding].bytes
  }
}

/** A tensor as a pickle describes it. It reaches over elements that its storage has; strides count elements. */
export class TorchTensor {
  readonly storage: TorchStorage
  readonly offset: number
  readonly shape: Shape
  readonly strides: readonly number[]

  constructor(storage: TorchStorage, offset: number, shape: Shape, strides: readonly number[]) {
    this.storage = storage
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }
}

/** The classes that stand for element types, by the name in module torch. */
export const storageClasses = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
} as const satisfies Record<string, Encoding>

/** What a pickle of torch.save may refer to: tensors, their storages and ordered dictionaries. Nothing else exists. */
export function torchWorld(cursor: Cursor): PickleWorld {
  const fail = cursor.fail.bind(cursor)

  const orderedDict = ([pairs = []]: unknown[]) => {
    if (!Array.isArray(pairs) || !pairs.every(Array.isArray))
      fail('an OrderedDict is made of something else than pairs')
    return new Map((pairs as unknown[][]).map(([key, value]) => [key, value]))
  }

  const rebuildTensor = ([storage, offset, shape, strides]: unknown[]) => {
    if (!(storage instanceof TorchStorage)) return fail('a tensor in the pickle has no storage')
    if (!isCount(offset) || !isShape(shape) || !isCounts(strides) || shape.length !== strides.length)
      return fail(`a tensor on storage ${storage.key} has no legal offset, shape and strides`)
    const what = `a tensor of shape ${shape.join('×') || 'scalar'}, strides ${strides.join(', ')}, offset ${offset}`
    if (offset + reach(shape, strides) > storage.count)
      return fail(`${what} reaches beyond storage ${storage.key}, which has ${storage.count} elements`)
    // With strides of 0 a few bytes could stand for any number of elements.
    if (elementCount(shape) > storage.count)
      return fail(
        `${what} repeats the ${storage.count} elements of storage ${storage.key}; save tensor.contiguous()`,
      )
    return new TorchTensor(storage, offset, shape, strides)
  }

  const globals = new Map<string, unknown>([
    ['collections.OrderedDict', orderedDict],
    ['torch._utils._rebuild_tensor', rebuildTensor],
    ['torch._utils._rebuild_tensor_v2', rebuildTensor],
    ['torch._utils._rebuild_parameter', ([data]: unknown[]) => data],
    ['torch.Size', ([sizes]: unknown[]) => sizes],
    ...Object.entries(storageClasses).map(([name, encoding]) => [`torch.${name}`, encoding] as const),
  ])

  return {
    global(module, name) {
      return (
        globals.get(`${module}.${name}`) ??
        fail(
          `holds ${module}.${name}, and only tensors, numbers, text, lists and dictionaries are read; save the state dictionary alone, in Python: torch.save(model.state_dict(), 'weights.pth')`,
        )
      )
    },

    persistent(id) {
      const [kind, encoding, key, , count, view] = Array.isArray(id) ? id : []
      if (kind !== 'storage' || !isEncoding(encoding) || typeof key !== 'string' || !isCount(count))
        return fail('the pickle refers to something outside itself that is no storage')
      if (view)
        return fail(`storage ${key} is part of another one; load and save the file with PyTorch 1 or later`)
      return new TorchStorage(key, encoding, count)
    },
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isCounts(values: unknown): values is number[] {
  return Array.isArray(values) && values.every(isCount)
}

function isEncoding(value: unknown): value is Encoding {
  return typeof value === 'string' && Object.hasOwn(encodings, value)
}
