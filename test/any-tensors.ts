import fc from 'fast-check'
import { type DataType, dataTypes, elementCount, tensor } from '../src/tensor/index.ts'

/** A tensor of any type and shape. */
export const anyTensor = fc
  .tuple(
    fc.constantFrom(...(Object.keys(dataTypes) as DataType[])),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
  )
  .chain(([type, shape]) => {
    const length = elementCount(shape) * dataTypes[type].BYTES_PER_ELEMENT
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map(bytes => tensor(type, shape, new dataTypes[type](bytes.slice().buffer) as never))
  })

/** One to five tensors of any types and shapes under any names. */
export const anyTensors = fc
  .array(fc.tuple(fc.string({ unit: 'binary' }), anyTensor), { minLength: 1, maxLength: 5 })
  .map(entries => new Map(entries))
