// The run lengths of Label Studio's brush: bits of thi.ng's rle-pack. A head of 32 bits for the number of values, 5
// for the bits of a value less one, and 4 times 4 for the bits of four kinds of lengths less one. Then blocks: one bit,
// 1 for a value that repeats and 0 for values one by one; two for the kind of length; the length less one; the value,
// or the values. Values are red, green, blue and alpha of the photo's pixels, row by row; alpha says what is inside.

/** What Label Studio itself writes. */
const lengthBits = [3, 4, 8, 16] as const
const valueBits = 8

/**
 * Packs pixels that are inside or outside.
 *
 * @param toggles  where it changes, counted in pixels row by row, outside before the first
 * @param pixels   of the photo
 */
export function packBrush(toggles: readonly number[], pixels: number): number[] {
  const bits = new BitWriter()
  bits.write(4 * pixels, 32)
  bits.write(valueBits - 1, 5)
  for (const length of lengthBits) bits.write(length - 1, 4)
  let before = 0
  for (const [k, toggle] of [...toggles, pixels].entries()) {
    const value = k % 2 === 0 ? 0 : 255
    for (let left = 4 * (toggle - before); left > 0; ) {
      const run = Math.min(left, 2 ** 16)
      const kind = lengthBits.findIndex(length => run <= 2 ** length)
      bits.write(1, 1)
      bits.write(kind, 2)
      bits.write(run - 1, lengthBits[kind]!)
      bits.write(value, valueBits)
      left -= run
    }
    before = toggle
  }
  return bits.bytes()
}

/**
 * Unpacks a brush: calls visit for stretches of pixels inside, from start up to, not including, end.
 *
 * @param bytes   numbers from 0 to 255
 * @param pixels  of the photo
 * @throws RangeError when they are for another number of pixels, or end too early
 */
export function unpackBrush(
  bytes: ArrayLike<number>,
  pixels: number,
  visit: (start: number, end: number) => void,
): void {
  let inside = -1
  const alpha = (pixel: number, value: number) => {
    if (value > 0 && inside < 0) inside = pixel
    if (value > 0 || inside < 0) return
    visit(inside, pixel)
    inside = -1
  }
  unpackValues(bytes, 4 * pixels, (start, end, value) => {
    // The first alpha from the start on; those that follow in the stretch are the same.
    const pixel = Math.floor(start / 4)
    if (4 * pixel + 3 < end) alpha(pixel, value)
  })
  alpha(pixels, 0)
}

/**
 * Unpacks values: calls visit for stretches of one value, from start up to, not including, end.
 *
 * @throws RangeError when the bytes are for another number of values, or end too early
 */
export function unpackValues(
  bytes: ArrayLike<number>,
  expected: number,
  visit: (start: number, end: number, value: number) => void,
): void {
  const bits = new BitReader(bytes)
  const count = bits.read(32)
  if (count !== expected)
    throw new RangeError(
      `the brush is for ${count} values, expected ${expected}: red, green, blue and alpha of every pixel`,
    )
  const size = bits.read(5) + 1
  const lengths = Array.from({ length: 4 }, () => bits.read(4) + 1)
  for (let i = 0; i < count; ) {
    const repeats = bits.read(1)
    const end = i + 1 + bits.read(lengths[bits.read(2)]!)
    if (end > count) throw new RangeError(`the brush goes on after its ${count} values`)
    if (repeats) {
      visit(i, end, bits.read(size))
      i = end
    } else for (; i < end; i++) visit(i, i + 1, bits.read(size))
  }
}

/** Numbers of some bits one after the other, the highest bit first. */
class BitWriter {
  readonly #bytes: number[] = []
  #byte = 0
  #filled = 0

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#byte = this.#byte * 2 + (Math.floor(value / 2 ** bit) % 2)
      if (++this.#filled < 8) continue
      this.#bytes.push(this.#byte)
      this.#byte = this.#filled = 0
    }
  }

  /** With zeros up to a whole byte. */
  bytes(): number[] {
    return this.#filled === 0 ? this.#bytes : [...this.#bytes, this.#byte * 2 ** (8 - this.#filled)]
  }
}

class BitReader {
  readonly #bytes: ArrayLike<number>
  #at = 0

  constructor(bytes: ArrayLike<number>) {
    this.#bytes = bytes
  }

  read(bits: number): number {
    if (this.#at + bits > 8 * this.#bytes.length)
      throw new RangeError(`the brush ends after ${this.#bytes.length} bytes, inside a number`)
    let value = 0
    for (let k = 0; k < bits; k++, this.#at++)
      value = value * 2 + ((this.#bytes[this.#at >> 3]! >> (7 - (this.#at & 7))) & 1)
    return value
  }
}
