/** Sizes of an array's axes, outermost first; [] is a scalar. */
export type Shape = readonly number[]

/** The array type that holds each element type; float16 is kept as its bits. */
export const dataTypes = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  bool: Uint8Array,
} as const

export type DataType = keyof typeof dataTypes
export type TensorData = InstanceType<(typeof dataTypes)[DataType]>

/** An array: element type, shape, and the elements row by row. */
export type Tensor<D extends DataType = DataType> = {
  readonly type: D
  readonly shape: Shape
  readonly data: InstanceType<(typeof dataTypes)[D]>
}

export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

/**
 * A tensor over `data`, which is not copied; zeros when no data is given.
 *
 * @throws RangeError when the length of data is not the product of the shape
 */
export function tensor<D extends DataType>(
  type: D,
  shape: Shape,
  data: InstanceType<(typeof dataTypes)[D]> = new dataTypes[type](elementCount(shape)) as never,
): Tensor<D> {
  if (data.length !== elementCount(shape))
    throw new RangeError(`tensor: ${data.length} elements do not fill shape ${shape.join('×') || 'scalar'}`)
  return { type, shape, data }
}

const bits = new Uint32Array(1)
const value = new Float32Array(bits.buffer)

/** Widens IEEE half-precision bits to float32; exact. */
export function float16ToFloat32(half: Uint16Array): Float32Array {
  const out = new Float32Array(half.length)
  for (let i = 0; i < half.length; i++) {
    const h = half[i]!
    const sign = (h & 0x8000) << 16
    const exponent = (h >> 10) & 0x1f
    const fraction = h & 0x3ff
    if (exponent === 0) out[i] = (sign ? -1 : 1) * fraction * 2 ** -24
    else {
      bits[0] = sign | (exponent === 31 ? 0x7f800000 : (exponent + 112) << 23) | (fraction << 13)
      out[i] = value[0]!
    }
  }
  return out
}

/** Rounds float32 to IEEE half-precision bits, ties to even; what is too large becomes infinite. */
export function float32ToFloat16(single: Float32Array): Uint16Array {
  const out = new Uint16Array(single.length)
  for (let i = 0; i < single.length; i++) {
    value[0] = single[i]!
    const b = bits[0]!
    const sign = (b >>> 16) & 0x8000
    const magnitude = b & 0x7fffffff
    if (magnitude > 0x7f800000) out[i] = sign | 0x7e00
    else if (magnitude >= 0x477ff000) out[i] = sign | 0x7c00
    else if (magnitude < 0x38800000) {
      // Below the smallest normal half: adding 0.5 lets the float unit round to a multiple of 2^-24.
      value[0] = Math.abs(single[i]!) + 0.5
      out[i] = sign | (bits[0]! - 0x3f000000)
    } else out[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13)
  }
  return out
}
