import { readFile } from 'node:fs/promises'
import { voidNumber } from '../formats/index.ts'
import { type Raster, readIndexPng } from '../image/index.ts'
import { DatasetError } from './dataset-error.ts'
import { reason } from './paths.ts'

/** A picture whose values are numbers: of objects, or of classes. One channel. */
export type LabelImage = Raster<Uint8Array | Uint16Array>

/**
 * Reads a PNG of numbers; of one with a palette the indices, not the colours.
 *
 * @throws DatasetError when there is no such file, or it is no PNG, damaged, or coloured
 */
export async function readLabelImage(path: string): Promise<LabelImage> {
  try {
    const { width, height, data } = readIndexPng(await readFile(path))
    return { width, height, channels: 1, data }
  } catch (error) {
    throw new DatasetError(`${path}: the mask cannot be read (${reason(error)})`, { cause: error })
  }
}

/** @throws DatasetError when the picture has 16 bits, which its format does not know */
export function eightBits({ width, height, channels, data }: LabelImage, path: string): Raster<Uint8Array> {
  if (data instanceof Uint8Array) return { width, height, channels, data }
  throw new DatasetError(`${path}: the mask has 16 bits a pixel, expected 8; save it as the dataset does`)
}

/** Pixels of every number that occurs. */
export function countNumbers({ data }: LabelImage): Map<number, number> {
  const counts = new Uint32Array(data instanceof Uint8Array ? 256 : 65536)
  for (let i = 0; i < data.length; i++) counts[data[i]!]!++
  return new Map([...counts.entries()].filter(([, count]) => count > 0))
}

/** The same without background and void. */
export function countObjects(labels: LabelImage): { number: number; area: number }[] {
  return [...countNumbers(labels)]
    .filter(([number]) => number !== 0 && number !== voidNumber)
    .map(([number, area]) => ({ number, area }))
}

/** 255 where a label image has the number, 0 elsewhere; undefined where it has it nowhere. */
export function cutOut({ width, height, data }: LabelImage, number: number): Raster<Uint8Array> | undefined {
  const first = data.indexOf(number)
  if (first < 0) return undefined
  const out = new Uint8Array(data.length)
  for (let i = first; i < data.length; i++) if (data[i] === number) out[i] = 255
  return { width, height, channels: 1, data: out }
}
