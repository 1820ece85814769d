import type { Planes } from './planes.ts'

/** Blurs in place by a Gaussian with standard deviation `sigma`, in pixels; edges are repeated. */
export function gaussianBlur({ width, height, channels, data }: Planes, sigma: number): void {
  if (!(sigma > 0)) return
  const radius = Math.ceil(3 * sigma)
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  )
  const total = weights.reduce((sum, w) => sum + w, 0)
  const kernel = weights.map(w => w / total)
  const across = new Float32Array(width * height)
  for (let c = 0; c < channels; c++) {
    const plane = data.subarray(c * width * height, (c + 1) * width * height)
    blurRows(plane, width, height, kernel, across)
    blurColumns(across, width, height, kernel, plane)
  }
}

function blurRows(
  source: Float32Array,
  width: number,
  height: number,
  kernel: Float64Array,
  out: Float32Array,
) {
  const radius = kernel.length >> 1
  const row = new Float32Array(width + 2 * radius)
  out.fill(0)
  for (let y = 0; y < height; y++) {
    row.fill(source[y * width]!, 0, radius)
    row.set(source.subarray(y * width, (y + 1) * width), radius)
    row.fill(source[(y + 1) * width - 1]!, radius + width)
    for (let k = 0; k < kernel.length; k++) {
      const weight = kernel[k]!
      for (let x = 0, i = y * width; x < width; x++, i++) out[i]! += weight * row[x + k]!
    }
  }
}

function blurColumns(
  source: Float32Array,
  width: number,
  height: number,
  kernel: Float64Array,
  out: Float32Array,
) {
  const radius = kernel.length >> 1
  out.fill(0)
  for (let y = 0; y < height; y++)
    for (let k = 0; k < kernel.length; k++) {
      const inside = Math.min(Math.max(y + k - radius, 0), height - 1)
      const weight = kernel[k]!
      for (let i = y * width, j = inside * width; i < (y + 1) * width; i++, j++)
        out[i]! += weight * source[j]!
    }
}

/**
 * Blurs in place as a movement of the camera does: each pixel becomes the mean along a line of `length` pixels
 * through it, which points `degrees` from the x axis; edges are repeated.
 */
export function motionBlur({ width, height, channels, data }: Planes, length: number, degrees: number): void {
  const places = Math.max(1, Math.round(length))
  const steps = Array.from({ length: places }, (_, i) => ((i + 0.5) / places - 0.5) * length)
  const cos = Math.cos((degrees * Math.PI) / 180)
  const sin = Math.sin((degrees * Math.PI) / 180)
  for (let c = 0; c < channels; c++) {
    const out = data.subarray(c * width * height, (c + 1) * width * height)
    const source = out.slice()
    out.fill(0)
    for (const step of steps) addShifted(source, width, height, step * cos, step * sin, 1 / places, out)
  }
}

/** Adds `share` of the picture to `out`, moved by (-dx, -dy) pixels, bilinear. */
function addShifted(
  source: Float32Array,
  width: number,
  height: number,
  dx: number,
  dy: number,
  share: number,
  out: Float32Array,
) {
  const left = Math.floor(dx)
  const top = Math.floor(dy)
  const tx = dx - left
  const ty = dy - top
  const columns = Int32Array.from({ length: width + 1 }, (_, x) => Math.min(Math.max(x + left, 0), width - 1))
  for (let y = 0, i = 0; y < height; y++) {
    const upper = Math.min(Math.max(y + top, 0), height - 1) * width
    const lower = Math.min(Math.max(y + top + 1, 0), height - 1) * width
    for (let x = 0; x < width; x++, i++) {
      const j = columns[x]!
      const k = columns[x + 1]!
      const above = source[upper + j]! + tx * (source[upper + k]! - source[upper + j]!)
      const below = source[lower + j]! + tx * (source[lower + k]! - source[lower + j]!)
      out[i]! += share * (above + ty * (below - above))
    }
  }
}
