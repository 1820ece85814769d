import { gammaEncode } from './color.ts'

/** What the camera does to the light. */
export type Lens = {
  /** Factor on all light. */
  readonly exposure: number
  /** How dark the corners are, 0 to about 0.6. */
  readonly vignette: number
  /** Standard deviation of the sensor's noise at middle grey, in steps of 1/255. */
  readonly grain: number
  /** 1 leaves colours as they are, 0 is black and white. */
  readonly saturation: number
  /** Red and blue gains of the white balance. */
  readonly balance: readonly [number, number]
  readonly seed: number
}

// A film-like curve from linear light (up to `white`) to sRGB, tabulated by square root so that shadows keep steps.
const white = 8
const steps = 4096
const scale = steps / Math.sqrt(white)
const curve = Float32Array.from({ length: steps + 1 }, (_, i) => {
  const x = white * (i / steps) ** 2
  // Narkowicz, ACES filmic tone mapping curve, 2016.
  return 255 * gammaEncode(Math.min(1, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)))
})

/** A part of a picture in linear light, `stride` pixels a row. */
export type Exposure = {
  readonly x0: number
  readonly y0: number
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly colors: Float32Array
}

/** Writes linear light into the picture as sRGB bytes. */
export function develop(image: Uint8Array, part: Exposure, lens: Lens, width: number, height: number): void {
  const { colors } = part
  const [red, blue] = lens.balance
  const { saturation, grain, seed } = lens
  const reach = 1 / (width * width + height * height)
  for (let row = 0; row < part.height; row++) {
    const y = part.y0 + row
    const dy = 2 * y + 1 - height
    let i = 3 * row * part.stride
    let out = 3 * (y * width + part.x0)
    for (let column = 0; column < part.width; column++, i += 3, out += 3) {
      const dx = 2 * (part.x0 + column) + 1 - width
      const off = (dx * dx + dy * dy) * reach
      const gain = lens.exposure * (1 - lens.vignette * off * (0.6 + 0.4 * off))
      const r = gain * red * colors[i]!
      const g = gain * colors[i + 1]!
      const b = gain * blue * colors[i + 2]!
      const grey = (1 - saturation) * (0.2126 * r + 0.7152 * g + 0.0722 * b)
      image[out] = expose(grey + saturation * r, grain, out ^ seed)
      image[out + 1] = expose(grey + saturation * g, grain, (out + 1) ^ seed)
      image[out + 2] = expose(grey + saturation * b, grain, (out + 2) ^ seed)
    }
  }
}

/** A byte of sRGB, with the sensor's noise that belongs to `key`. */
function expose(light: number, grain: number, key: number): number {
  const step = light > 0 ? Math.min(steps, Math.sqrt(light) * scale) | 0 : 0
  const value = curve[step]!
  // The sum of the four bytes of a mixed integer: nearly normal, standard deviation 147.8.
  let h = Math.imul(key, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f)
  h ^= h >>> 16
  const bell = ((h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255) + (h >>> 24) - 510) / 147.8
  // Noise is strongest in the middle of the curve: highlights are compressed, shadows have little light.
  const level = grain * (0.55 + value * (255 - value) * 2.8e-5)
  const noisy = value + level * bell + 0.5
  return noisy < 0 ? 0 : noisy > 255 ? 255 : noisy | 0
}
