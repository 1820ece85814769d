import { normal, type Random, type Raster } from '../image/index.ts'

/**
 * A true mask as a network would have answered: its outline wanders, parts leak and parts are missing. What is left
 * exact is nothing finer than a cell.
 *
 * @param coverage  share of each cell that the object covers, 0 to 1
 * @returns probabilities of the same cells
 */
export function coarsen(coverage: Raster<Float32Array>, next: Random): Raster<Float32Array> {
  let data = wander(coverage, 1.5 * next() ** 2, next)
  const crossings = outline({ ...coverage, data })
  const faults = Math.floor(4 * next())
  for (let i = 0; i < faults && crossings.length > 0; i++) {
    const centre = crossings[Math.floor(next() * crossings.length)]!
    addFault({ ...coverage, data }, centre, 1 + 4 * next() ** 2, next() < 0.5 ? next() : Math.round(next()))
  }
  for (let blurs = Math.floor(3 * next()); blurs > 0; blurs--) data = blurred({ ...coverage, data })
  return { ...coverage, data }
}

/** Cells between the places of a random displacement, which is linear between them. */
const spacing = 6

/** Every cell takes the value of a place nearby, `amount` cells away on the whole. */
function wander(cells: Raster<Float32Array>, amount: number, next: Random): Float32Array {
  const { width, height } = cells
  const across = Math.ceil(width / spacing) + 1
  const field = Float32Array.from(
    { length: 2 * across * (Math.ceil(height / spacing) + 1) },
    () => amount * normal(next),
  )
  const out = new Float32Array(width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [x / spacing, y / spacing]
      const [left, top] = [Math.floor(u), Math.floor(v)]
      const [s, t] = [u - left, v - top]
      const at = (k: number) => {
        const j = 2 * (top * across + left) + k
        return (
          (1 - t) * ((1 - s) * field[j]! + s * field[j + 2]!) +
          t * ((1 - s) * field[j + 2 * across]! + s * field[j + 2 * across + 2]!)
        )
      }
      out[i] = valueAt(cells, x + at(0), y + at(1))
    }
  return out
}

function valueAt({ width, height, data }: Raster<Float32Array>, x: number, y: number): number {
  const [u, v] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)]
  const [left, top] = [Math.min(Math.floor(u), width - 2), Math.min(Math.floor(v), height - 2)]
  const [s, t] = [u - left, v - top]
  const i = top * width + left
  return (
    (1 - t) * ((1 - s) * data[i]! + s * data[i + 1]!) +
    t * ((1 - s) * data[i + width]! + s * data[i + width + 1]!)
  )
}

/** Cells that differ from their right or lower neighbour in being inside. */
function outline({ width, data }: Raster<Float32Array>): number[] {
  const places: number[] = []
  for (let i = 0; i < data.length - width; i++) {
    const inside = data[i]! > 0.5
    if (inside !== data[i + 1]! > 0.5 || inside !== data[i + width]! > 0.5) places.push(i)
  }
  return places
}

/** A round place where the answer is `value` instead, with a soft rim. */
function addFault(
  { width, height, data }: Raster<Float32Array>,
  centre: number,
  radius: number,
  value: number,
) {
  const [x, y] = [centre % width, Math.floor(centre / width)]
  const reach = Math.ceil(radius + 1)
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
      const share = Math.min(Math.max(radius + 1 - Math.hypot(u - x, v - y), 0), 1)
      data[v * width + u]! += share * (value - data[v * width + u]!)
    }
}

/** Means of 3×3 cells. */
function blurred(cells: Raster<Float32Array>): Float32Array {
  const { width, height, data } = cells
  const out = new Float32Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      let sum = 0
      for (const v of [Math.max(y - 1, 0), y, Math.min(y + 1, height - 1)])
        for (const u of [Math.max(x - 1, 0), x, Math.min(x + 1, width - 1)]) sum += data[v * width + u]!
      out[i] = sum / 9
    }
  return out
}
