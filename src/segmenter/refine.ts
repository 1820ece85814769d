import { type Preset, prepare } from '../guidance/index.ts'
import { type Box, boxResampler, type Point, type Pyramid, type Raster, type Size } from '../image/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { outlineBand } from './band.ts'
import { placePatches } from './patches.ts'

/** Probabilities over a box of the photo, whose edges are as a frame's. */
type Probabilities = { readonly probability: Raster<Float32Array>; readonly box: Box }

/** A network that looks at patches along an outline, with the estimate there as its guidance. */
export type Refiner = {
  /** Guidance `previous` alone, without margin: a patch shows its box. */
  readonly preset: Preset
  /** Patches that one run takes. */
  readonly batch: number
  /** Probability of every pixel of `batch` patches, one after the other; the input is handed over. */
  run(input: Tensor<'float32'>, signal: AbortSignal): Promise<Float32Array>
}

type RefineOptions = {
  /** Of the mask that is going to be cut. */
  readonly threshold: number
  /** Places at which the estimate is right: corrections of a person. */
  readonly settled?: readonly Point[]
  readonly signal: AbortSignal
}

type Round = {
  /** Pixels of the grid along the longer side of the box; fewer where the photo has fewer. */
  readonly side: number
  /** How far the outline may move, as a share of that side. */
  readonly reach: number
  /** Patches at most: where the outline is long, the grid is coarser. */
  readonly patches: number
}

/** First what the eye sees from afar, then the edges themselves. */
const rounds: readonly Round[] = [
  { side: 384, reach: 0.05, patches: 12 },
  { side: 1152, reach: 0.012, patches: 20 },
]

/** The photo has to have so many times the pixels of the estimate along the longer side, or there is nothing to see. */
const worthwhile = 1.25

/** Of a patch on each side, in parts of it: surroundings, where it fades into its neighbours. */
const rim = 1 / 8

/** Around a settled place nothing is changed, as a share of the longer side of the box. */
const settledReach = 0.03

/**
 * An estimate of an object made sharp: along its outline patches of the photo go through a small network, first as
 * large ones, then as fine ones, and take the place of the estimate in a band there. The rest stays as it is.
 *
 * @param estimate  a network's answer, or a mask, over a box with some room around the object
 * @returns the same box in more pixels; the estimate itself when the photo has hardly more
 * @throws the signal's reason when it is aborted
 */
export async function refine(
  refiner: Refiner,
  photo: Pyramid,
  estimate: Probabilities,
  options: RefineOptions,
): Promise<Probabilities> {
  const { box, probability } = estimate
  const pixels = Math.max(box.x1 - box.x0, box.y1 - box.y0) + 1
  if (pixels < worthwhile * Math.max(probability.width, probability.height)) return estimate
  let finer = estimate
  for (const round of rounds) finer = await refineOnce(refiner, photo, finer, round, options)
  return finer
}

async function refineOnce(
  { preset, batch, run }: Refiner,
  photo: Pyramid,
  estimate: Probabilities,
  { side, reach, patches }: Round,
  { threshold, settled = [], signal }: RefineOptions,
): Promise<Probabilities> {
  const { probability, box } = estimate
  const band = { ...probability, data: bandOf(estimate, threshold, reach, settled) }
  const { grid, places } = plan(band, box, side, patches, preset.size)
  if (places.length === 0) return estimate
  const [stepX, stepY] = [(box.x1 - box.x0 + 1) / grid.width, (box.y1 - box.y0 + 1) / grid.height]
  const sum = new Float32Array(grid.width * grid.height)
  const weight = new Float32Array(sum.length)
  const fade = fading(preset.size)
  const pixels = preset.size ** 2
  await inFlight(groups(places, batch), async group => {
    const input = tensor('float32', [batch, 4, preset.size, preset.size])
    for (const [i, { x, y }] of group.entries()) {
      const x0 = box.x0 + x * stepX
      const y0 = box.y0 + y * stepY
      const shown = { x0, y0, x1: x0 + preset.size * stepX - 1, y1: y0 + preset.size * stepY - 1 }
      const patch = prepare(photo, { points: [], box: shown, previous: estimate }, preset)
      input.data.set(patch.input.data, i * 4 * pixels)
    }
    const answers = await run(input, signal)
    for (const [i, { x, y }] of group.entries())
      addPatch(answers.subarray(i * pixels, (i + 1) * pixels), x, y, fade, grid, sum, weight)
  })
  return { probability: blend(estimate, band, grid, sum, weight), box }
}

function bandOf(
  { probability, box }: Probabilities,
  threshold: number,
  reach: number,
  settled: readonly Point[],
) {
  const { width, height } = probability
  const longer = Math.max(width, height)
  const band = outlineBand(probability, threshold, Math.ceil(reach * longer))
  const radius = settledReach * longer
  for (const click of settled) {
    const x = ((click.x - box.x0 + 0.5) * width) / (box.x1 - box.x0 + 1) - 0.5
    const y = ((click.y - box.y0 + 0.5) * height) / (box.y1 - box.y0 + 1) - 0.5
    for (let v = Math.max(0, Math.ceil(y - radius)); v <= Math.min(height - 1, y + radius); v++)
      for (let u = Math.max(0, Math.ceil(x - radius)); u <= Math.min(width - 1, x + radius); u++)
        if (Math.hypot(u - x, v - y) <= radius) band[v * width + u] = 0
  }
  return band
}

/** The finest grid whose patches are not too many. */
function plan(band: Raster<Uint8Array>, box: Box, side: number, most: number, size: number) {
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0) + 1
  for (let wanted = Math.min(side, longer); ; wanted *= 0.9) {
    const grid = {
      width: Math.max(1, Math.round((wanted * (box.x1 - box.x0 + 1)) / longer)),
      height: Math.max(1, Math.round((wanted * (box.y1 - box.y0 + 1)) / longer)),
    }
    const places = placePatches(band, grid, { size, rim: Math.round(rim * size) })
    if (places.length <= most) return { grid, places }
  }
}

/** Along one axis of a patch: 1 inside, falling to almost 0 over the rim. */
function fading(size: number): Float32Array {
  const width = rim * size
  return Float32Array.from({ length: size }, (_, i) => Math.min(1, (Math.min(i, size - 1 - i) + 0.5) / width))
}

function addPatch(
  patch: Float32Array,
  left: number,
  top: number,
  fade: Float32Array,
  { width, height }: Size,
  sum: Float32Array,
  weight: Float32Array,
) {
  const size = fade.length
  for (let v = Math.max(0, -top); v < Math.min(size, height - top); v++)
    for (
      let u = Math.max(0, -left), i = (top + v) * width + left + u;
      u < Math.min(size, width - left);
      u++, i++
    ) {
      const share = fade[u]! * fade[v]!
      sum[i]! += share * patch[v * size + u]!
      weight[i]! += share
    }
}

function groups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}

/** Does all, two at a time: while one is with the network, the next is cut, and the thread is given free between. */
async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const takeTurns = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all([takeTurns(), takeTurns()])
}

/** The patches inside the band, the estimate elsewhere. */
function blend(
  { probability, box }: Probabilities,
  band: Raster<Uint8Array>,
  grid: Size,
  sum: Float32Array,
  weight: Float32Array,
): Raster<Float32Array> {
  const data = new Float32Array(sum.length)
  const rows = boxResampler(probability, box, box, grid, 'repeat')
  const columns = Int32Array.from({ length: grid.width }, (_, x) =>
    Math.floor(((x + 0.5) * band.width) / grid.width),
  )
  for (let y = 0, i = 0; y < grid.height; y++) {
    rows.write(y, 0, data, i)
    const row = Math.floor(((y + 0.5) * band.height) / grid.height) * band.width
    for (let x = 0; x < grid.width; x++, i++)
      if (weight[i]! > 0 && band.data[row + columns[x]!]) data[i] = sum[i]! / weight[i]!
  }
  return { ...grid, channels: 1, data }
}
