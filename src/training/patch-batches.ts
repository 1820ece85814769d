import * as v from 'valibot'
import { changeAppearance, type Dataset, type Entry, order } from '../datasets/index.ts'
import { type Estimate, inputToPhoto, prepare } from '../guidance/index.ts'
import {
  type Box,
  type Point,
  type Pyramid,
  pyramid,
  type Random,
  type Raster,
  random,
  type Size,
  sample,
} from '../image/index.ts'
import { jitterPoints, Mask, middleExtremePoints } from '../mask/index.ts'
import { outlineBand } from '../segmenter/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { coarsen } from './coarse-mask.ts'
import type { Recipe } from './recipe.ts'
import type { Batch } from './trainer.ts'

const range = () => v.tuple([v.pipe(v.number(), v.gtValue(0)), v.pipe(v.number(), v.gtValue(0))])

/** What a refining network is trained on: patches along the outlines of estimates. */
export const patchesSchema = v.strictObject({
  /** Objects of each dataset at most, chosen by chance: how much photos of each kind count. */
  objects: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** How many are cut for an object when it is its turn. */
  perObject: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Chance that the estimate is the true mask made coarse, not a model's answer. */
  simulated: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Least and most pixels of patches along the longer side of a model's answer. */
  side: range(),
  /** Cells of an estimate that is made coarse along that side, and pixels of patches to a cell. */
  cells: range(),
  pixels: range(),
})

type Patches = v.InferOutput<typeof patchesSchema>

/** A model's answer for clicks on a photo. */
export type Estimator = (photo: Raster, points: readonly Point[]) => Promise<Estimate>

/** How much pixels count at which nothing is going to be changed. */
const besideBand = 0.1

/** How far from the outline pixels count fully, as a share of the longer side of the estimate, and in cells. */
const reach = { answer: 0.05, cells: 3 }

/** The photo is enlarged at most so much. */
const enlargement = 1.3

/**
 * Batches for a network that refines outlines. Batch i is a function of recipe, data, estimator and i alone.
 */
export class PatchBatches {
  readonly #recipe: Recipe
  readonly #patches: Patches
  readonly #dataset: Dataset
  readonly #estimator: Estimator
  readonly #entryAt: (k: number) => number
  readonly #estimates = new Map<Entry, Promise<Estimate>>()
  #next: { readonly index: number; readonly batch: Promise<Batch> } | undefined

  constructor(recipe: Recipe, patches: Patches, dataset: Dataset, estimator: Estimator) {
    this.#recipe = recipe
    this.#patches = patches
    this.#dataset = dataset
    this.#estimator = estimator
    this.#entryAt = order(dataset.entries.length, recipe.seed)
  }

  /** Batch `index`; the one after it is begun. */
  get(index: number): Promise<Batch> {
    const batch = this.#next?.index === index ? this.#next.batch : this.#make(index)
    this.#next = { index: index + 1, batch: batch.then(() => this.#make(index + 1)) }
    this.#next.batch.catch(() => {}) // reported when it is its turn
    return batch
  }

  /** There is nothing to be freed; as Batches has it. */
  async dispose(): Promise<void> {}

  async #make(index: number): Promise<Batch> {
    const { batch, preset, seed, augmentation } = this.#recipe
    const { perObject } = this.#patches
    const pixels = preset.size ** 2
    const made = {
      input: tensor('float32', [batch, 4, preset.size, preset.size]),
      target: tensor('float32', [batch, 1, preset.size, preset.size]),
      weight: tensor('float32', [batch, 1, preset.size, preset.size]),
    }
    for (let first = 0; first < batch; first += perObject) {
      const turn = (index * batch + first) / perObject
      const entry = this.#dataset.entries[this.#entryAt(turn)]!
      const next = random(seed, index, first)
      const object = await this.#open(entry, next)
      for (let i = first; i < Math.min(first + perObject, batch); i++) {
        const part = ({ data, shape }: Tensor<'float32'>) =>
          data.subarray(i * shape[1]! * pixels, (i + 1) * shape[1]! * pixels)
        const into = { input: part(made.input), target: part(made.target), weight: part(made.weight) }
        await drawPatch(object, this.#recipe, next, into)
        turnPlanes([into.input, into.target, into.weight], preset.size, augmentation.flip, next)
      }
    }
    return made
  }

  async #open(entry: Entry, next: Random): Promise<Opened> {
    const scene = await this.#dataset.read(entry)
    const [photo, mask] = [pyramid(scene.photo), pyramid(scene.mask)]
    const hidden = scene.void && pyramid(scene.void)
    const { simulated, side, cells, pixels } = this.#patches
    const isSimulated = next() < simulated
    const estimate = isSimulated
      ? coarse(mask, roomAround(scene.mask, next), Math.round(between(cells, next)), next)
      : await this.#answer(entry, scene)
    const { width, height } = estimate.probability
    const longer = Math.max(width, height)
    return {
      photo,
      mask,
      hidden,
      estimate,
      band: outlineBand(
        estimate.probability,
        this.#recipe.preset.threshold,
        isSimulated ? reach.cells : Math.ceil(reach.answer * longer),
      ),
      drawSide: () => (isSimulated ? longer * between(pixels, next) : between(side, next)),
    }
  }

  /** The model's answer, which is asked for once. */
  async #answer(entry: Entry, { photo, mask }: { photo: Raster; mask: Raster }): Promise<Estimate> {
    const known = this.#estimates.get(entry)
    const estimate =
      known ??
      this.#estimator(
        photo,
        jitterPoints(
          middleExtremePoints(maskOf(mask).toBitmap()),
          this.#recipe.augmentation.jitter,
          random(this.#recipe.seed, this.#dataset.entries.indexOf(entry), 0x5e),
        ),
      )
    this.#estimates.set(entry, estimate)
    return estimate
  }
}

type Opened = {
  readonly photo: Pyramid
  readonly mask: Pyramid
  readonly hidden: Pyramid | undefined
  readonly estimate: Estimate
  /** Pixels of the estimate that may change. */
  readonly band: Uint8Array
  /** Pixels of patches along the longer side of the estimate. */
  readonly drawSide: () => number
}

/** A number whose logarithm is as likely anywhere. */
function between([least, most]: readonly [number, number], next: Random): number {
  return least * (most / least) ** next()
}

/** Least and most room that a model's crop leaves around the object, as a share of its longer side. */
const room = [0.08, 0.25] as const

function roomAround(mask: Raster, next: Random): Box {
  const { x0, y0, x1, y1 } = maskOf(mask).box!
  const border = between(room, next) * (Math.max(x1 - x0, y1 - y0) + 1)
  return { x0: x0 - border, y0: y0 - border, x1: x1 + border, y1: y1 + border }
}

function maskOf({ width, height, data }: Raster): Mask {
  return Mask.fromBitmap({ width, height, data: data.map(value => Number(value > 0)) })
}

function coarse(mask: Pyramid, box: Box, cells: number, next: Random): Estimate {
  const coverage = sample(mask, inputToPhoto({ box, object: box, size: cells }), {
    width: cells,
    height: cells,
  }).data.map(value => value / 255)
  return { probability: coarsen({ width: cells, height: cells, channels: 1, data: coverage }, next), box }
}

type Planes = { readonly input: Float32Array; readonly target: Float32Array; readonly weight: Float32Array }

async function drawPatch(
  { photo, mask, hidden, estimate, band, drawSide }: Opened,
  { preset, augmentation }: Recipe,
  next: Random,
  into: Planes,
) {
  const { box, probability } = estimate
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0) + 1
  const step = Math.max(longer / drawSide(), 1 / enlargement)
  const { size } = preset
  const centre = placeInBand(band, probability, box, next)
  const corner = (place: number) => place - size * step * (0.5 + 0.35 * (2 * next() - 1))
  const [x0, y0] = [corner(centre.x), corner(centre.y)]
  const shown = { x0, y0, x1: x0 + size * step - 1, y1: y0 + size * step - 1 }
  const { input, frame } = prepare(photo, { points: [], box: shown, previous: estimate }, preset)
  const square = { width: size, height: size }
  const toPhoto = inputToPhoto(frame)
  into.input.set(input.data)
  await changeAppearance(
    { ...square, channels: 3, data: into.input.subarray(0, 3 * size ** 2) },
    augmentation.appearance,
    next,
  )
  sample(mask, toPhoto, square, into.target)
  const hiddenShare = hidden && sample(hidden, toPhoto, square).data
  const [scaleX, scaleY] = [
    probability.width / (box.x1 - box.x0 + 1),
    probability.height / (box.y1 - box.y0 + 1),
  ]
  for (let y = 0, i = 0; y < size; y++)
    for (let x = 0; x < size; x++, i++) {
      into.target[i]! /= 255
      const u = Math.floor((x0 + (x + 0.5) * step - box.x0) * scaleX)
      const w = Math.floor((y0 + (y + 0.5) * step - box.y0) * scaleY)
      const isInside = u >= 0 && w >= 0 && u < probability.width && w < probability.height
      const counts = isInside && band[w * probability.width + u] ? 1 : besideBand
      into.weight[i] = hiddenShare && hiddenShare[i]! > 0 ? 0 : counts
    }
}

/** The middle of a pixel of the band, or of the estimate when there is none. */
function placeInBand(band: Uint8Array, { width, height }: Size, box: Box, next: Random): Point {
  let i = Math.floor(next() * band.length)
  const ofBand = band.indexOf(1, i)
  i = ofBand >= 0 ? ofBand : Math.max(band.indexOf(1), 0)
  return {
    x: box.x0 - 0.5 + (((i % width) + 0.5) * (box.x1 - box.x0 + 1)) / width,
    y: box.y0 - 0.5 + ((Math.floor(i / width) + 0.5) * (box.y1 - box.y0 + 1)) / height,
  }
}

/** Mirrors square planes, each way with the same chance, and exchanges their axes half of the time. */
function turnPlanes(lists: readonly Float32Array[], size: number, flip: number, next: Random) {
  const [mirrorX, mirrorY, exchange] = [next() < flip, next() < flip, next() < flip]
  if (!mirrorX && !mirrorY && !exchange) return
  const end = size - 1
  for (const list of lists)
    for (let start = 0; start < list.length; start += size ** 2) {
      const old = list.slice(start, start + size ** 2)
      for (let y = 0, i = start; y < size; y++)
        for (let x = 0; x < size; x++, i++) {
          const [u, w] = [mirrorX ? end - x : x, mirrorY ? end - y : y]
          list[i] = old[exchange ? u * size + w : w * size + u]!
        }
    }
}
