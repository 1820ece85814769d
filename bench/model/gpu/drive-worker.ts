// Draws samples and corrects them, as a thread of drive.ts. Slots, which are parts of a file that server.py maps, hold
// them: inputs, targets, weights, and the network's answers.

import { openSync, readSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { DatasetConfig } from '../../../src/datasets/index.ts'
import { openDatasets } from '../../../src/datasets/open.ts'
import { order } from '../../../src/datasets/order.ts'
import { drawSample, type Sample } from '../../../src/datasets/sample.ts'
import { inputChannels } from '../../../src/guidance/index.ts'
import { type Random, random } from '../../../src/image/index.ts'
import { tensor } from '../../../src/tensor/index.ts'
import { correctBatch, type Predict } from '../../../src/training/corrections.ts'
import type { Recipe } from '../../../src/training/index.ts'

export type DriveWorkerConfig = {
  readonly data: readonly DatasetConfig[]
  readonly recipe: Recipe
  /** File of the slots. */
  readonly shared: string
  /** All slots, and those of this thread. */
  readonly count: number
  readonly slots: readonly number[]
  /** Samples in a slot. */
  readonly per: number
  /** Bytes of decoded photos that are kept. */
  readonly cache: number
}

/** A thread asks for the probabilities of a slot's first inputs, or says that its samples are ready. */
export type FromWorker = { readonly slot: number; readonly predict?: number }

const { data, recipe, shared, count, slots, per, cache } = workerData as DriveWorkerConfig
const { preset, augmentation, corrections, seed } = recipe
const { size } = preset
const channels = inputChannels(preset)
const pixels = size ** 2
const dataset = await openDatasets(data, cache)
const entryAt = order(dataset.entries.length, seed)
const file = openSync(shared, 'r+')
const waiting = new Map<number, () => void>()
parentPort!.on('message', (slot: number) => waiting.get(slot)!())
for (const slot of slots) fill(slot)

/** Fills a slot again and again. An error ends the thread; the run goes on with the others. */
async function fill(slot: number): Promise<never> {
  const predict = predictorOf(slot)
  for (let index = slot; ; index += count) {
    const samples: Sample[] = []
    for (let i = 0; i < per; i++) samples.push(await draw(index, i))
    if (corrections) await Promise.all(samples.map((sample, i) => correct(sample, index, i, predict)))
    for (const [i, { input, target, weight }] of samples.entries()) {
      write(slot, i * channels, input)
      write(slot, per * channels + i, target)
      write(slot, per * (channels + 1) + i, weight)
    }
    await answer({ slot })
  }
}

async function draw(index: number, i: number): Promise<Sample> {
  const scene = await dataset.read(dataset.entries[entryAt(index * per + i)]!)
  const drawOther = (next: Random) =>
    dataset.read(dataset.entries[Math.floor(next() * dataset.entries.length)]!)
  return drawSample(scene, preset, augmentation, random(seed, index, i), drawOther)
}

function correct({ input, target, weight }: Sample, index: number, i: number, predict: Predict) {
  const planes = (data: Float32Array, number: number) =>
    tensor('float32', [1, number, size, size], data as Float32Array<ArrayBuffer>)
  const batch = { input: planes(input, channels), target: planes(target, 1), weight: planes(weight, 1) }
  return correctBatch(batch, preset, corrections!, predict, () => random(seed, index, i, 0xc0))
}

/** A slot has one request at a time: what is asked for while one is under way goes together when it is answered. */
function predictorOf(slot: number): Predict {
  type Question = { input: Float32Array; resolve(answer: Float32Array): void }
  let pending: Question[] = []
  let before = Promise.resolve()
  const ask = async () => {
    await setImmediate()
    const asked = pending
    pending = []
    for (const [i, { input }] of asked.entries()) write(slot, i * channels, input)
    await answer({ slot, predict: asked.length })
    const probabilities = new Float32Array(asked.length * pixels)
    readSync(file, probabilities, 0, probabilities.byteLength, placeOf(slot, per * (channels + 2)))
    for (const [i, { resolve }] of asked.entries())
      resolve(probabilities.subarray(i * pixels, (i + 1) * pixels))
  }
  return input =>
    new Promise(resolve => {
      if (pending.push({ input, resolve }) === 1) before = before.then(ask)
    })
}

/** Says something of a slot, and waits until it was dealt with. */
function answer(message: FromWorker): Promise<void> {
  return new Promise(resolve => {
    waiting.set(message.slot, resolve)
    parentPort!.postMessage(message)
  })
}

function write(slot: number, plane: number, values: Float32Array) {
  writeSync(file, values, 0, values.byteLength, placeOf(slot, plane))
}

/** Where a plane of a slot begins, in bytes. */
function placeOf(slot: number, plane: number): number {
  return (slot * per * (channels + 3) + plane) * pixels * Float32Array.BYTES_PER_ELEMENT
}
