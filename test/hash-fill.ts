import { elementCount, type Shape } from '../src/tensor/index.ts'

// The rule that made every parameter and input of the network references, in 32-bit arithmetic
// (reference/network/RULE.md in the developers' shared folder).

/** The 32-bit FNV-1a hash of a name's UTF-8 bytes. */
export function hash(name: string): number {
  let h = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) h = Math.imul(h ^ byte, 0x01000193)
  return h >>> 0
}

/** The base sequence of a name: `length` numbers from -1 (inclusive) to 1, exact in float32. */
export function unitSequence(name: string, length: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(length)
  const start = hash(name)
  for (let i = 0; i < length; i++) {
    let x = start + Math.imul(i, 0x9e3779b9)
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    x ^= x >>> 16
    out[i] = (x >>> 8) * 2 ** -23 - 1
  }
  return out
}

/** The value of a parameter or running statistic of the network by its name in the state dictionary, row by row. */
export function fillParameter(name: string, shape: Shape): Float32Array<ArrayBuffer> {
  if (name.endsWith('num_batches_tracked')) return new Float32Array(elementCount(shape))
  const { centre, spread } = distribution(name, shape)
  const values = unitSequence(name, elementCount(shape))
  // Rounded to float32 after the product and after the sum.
  for (let i = 0; i < values.length; i++) values[i] = centre + Math.fround(values[i]! * spread)
  return values
}

function distribution(name: string, shape: Shape): { centre: number; spread: number } {
  if (shape.length === 4) {
    const factor = name === 'conv1.weight' ? 1 / 128 : name === 'layer5.final.weight' ? 0.5 : 1
    const inputs = shape[1]! * shape[2]! * shape[3]!
    return { centre: 0, spread: Math.fround(Math.sqrt(6 / inputs) * factor) }
  }
  if (name.endsWith('bn3.weight')) return { centre: Math.fround(0.3), spread: Math.fround(0.1) }
  if (name.endsWith('.weight')) return { centre: 1, spread: 0.25 }
  if (name.endsWith('.running_var')) return { centre: 1, spread: 0.5 }
  return { centre: 0, spread: 0.25 }
}

/**
 * The network's input, channels R, G, B, heat: 4 × height × width whole numbers from 0 to 255.
 *
 * @param variant  1 is the second image of a batch, a shifted transpose of the first; the heat stays
 */
export function networkInput(height: number, width: number, variant: 0 | 1 = 0): Float32Array<ArrayBuffer> {
  const area = height * width
  const out = new Float32Array(4 * area)
  const [left, top] = [Math.floor(width / 8), Math.floor(height / 8)]
  const [middle, centre] = [Math.floor(width / 2), Math.floor(height / 2)]
  const points = [
    [left, centre],
    [middle, top],
    [width - 1 - left, centre],
    [middle, height - 1 - top],
  ] as const
  const triangle = (v: number) => Math.abs((v % 128) - 64)
  for (let row = 0, i = 0; row < height; row++)
    for (let column = 0; column < width; column++, i++) {
      const [x, y] = variant === 0 ? [column, row] : [row + 17, column + 5]
      out[i] = (3 * x + 5 * y) % 256
      out[area + i] = Math.min(255, 2 * (triangle(x) + triangle(y)))
      out[2 * area + i] = (((x >> 4) ^ (y >> 4)) * 37) % 256
      const heats = points.map(([px, py]) => 255 - 3 * ((column - px) ** 2 + (row - py) ** 2))
      out[3 * area + i] = Math.max(0, ...heats)
    }
  return out
}

/** The batch of the training-mode references: image v is variant v mod 2, rolled 7v rows down and 11v columns right. */
export function trainingBatch(images: number, height: number, width: number): Float32Array<ArrayBuffer> {
  const area = height * width
  const out = new Float32Array(images * 4 * area)
  for (let v = 0; v < images; v++) {
    const image = networkInput(height, width, (v % 2) as 0 | 1)
    for (let channel = 0; channel < 4; channel++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const rolled = ((y + 7 * v) % height) * width + ((x + 11 * v) % width)
          out[(v * 4 + channel) * area + rolled] = image[channel * area + y * width + x]!
        }
  }
  return out
}

/** The checksum of a tensor in `stages.json` and `train_step.json`: its product with one fixed sequence, in float64. */
export function checksum(values: ArrayLike<number>): number {
  const weights = unitSequence('checksum', values.length)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * weights[i]!
  return sum
}
