import type { DataType, TensorData } from '../tensor/index.ts'

/** How files store an element: its size, and the tensor type that holds it without loss. All little-endian. */
export const encodings = {
  float64: { bytes: 8, type: 'float64' },
  float32: { bytes: 4, type: 'float32' },
  float16: { bytes: 2, type: 'float16' },
  bfloat16: { bytes: 2, type: 'float32' },
  int64: { bytes: 8, type: 'int64' },
  int32: { bytes: 4, type: 'int32' },
  int16: { bytes: 2, type: 'int32' },
  int8: { bytes: 1, type: 'int8' },
  uint32: { bytes: 4, type: 'int64' },
  uint16: { bytes: 2, type: 'int32' },
  uint8: { bytes: 1, type: 'uint8' },
  bool: { bytes: 1, type: 'bool' },
} as const satisfies Record<string, { bytes: number; type: DataType }>

export type Encoding = keyof typeof encodings

/**
 * The elements in `bytes`: a view where the type needs no widening and the bytes lie at a multiple of the
 * element size, otherwise a copy.
 *
 * @param bytes  a whole number of elements
 */
export function decodeElements(bytes: Uint8Array, encoding: Encoding): TensorData {
  switch (encoding) {
    case 'float64':
      return new Float64Array(...aligned(bytes, 8))
    case 'float32':
      return new Float32Array(...aligned(bytes, 4))
    case 'float16':
      return new Uint16Array(...aligned(bytes, 2))
    case 'bfloat16': {
      // bfloat16 is the upper half of a float32.
      const halves = new Uint16Array(...aligned(bytes, 2))
      const bits = new Uint32Array(halves.length)
      for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16
      return new Float32Array(bits.buffer)
    }
    case 'int64':
      return new BigInt64Array(...aligned(bytes, 8))
    case 'int32':
      return new Int32Array(...aligned(bytes, 4))
    case 'int16':
      return new Int32Array(new Int16Array(...aligned(bytes, 2)))
    case 'int8':
      return new Int8Array(...aligned(bytes, 1))
    case 'uint32':
      return BigInt64Array.from(new Uint32Array(...aligned(bytes, 4)), BigInt)
    case 'uint16':
      return new Int32Array(new Uint16Array(...aligned(bytes, 2)))
    case 'uint8':
    case 'bool':
      return new Uint8Array(...aligned(bytes, 1))
  }
}

/** The bytes of a tensor's elements, as a view. */
export function elementBytes(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** What a typed array's constructor needs for a view of `bytes`, which are copied when they lie askew. */
function aligned(bytes: Uint8Array, size: number): [ArrayBuffer, number, number] {
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes)
  return [buffer as ArrayBuffer, byteOffset, bytes.length / size]
}
