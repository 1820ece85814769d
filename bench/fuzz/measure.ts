import { GCProfiler, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { random } from '../../src/image/index.ts'
import { mutate } from './mutate.ts'
import type { FuzzedReader } from './readers.ts'

/** What a reader may take for any file. */
export const slowestAllowed = 1000
export const peakAllowed = (fileLength: number) => 10 * fileLength + 32 * 2 ** 20

/** What reading one file did. */
export type Outcome = {
  /** What the reader threw. */
  error?: unknown
  /** Milliseconds. */
  time: number
  /** Bytes in use beyond those before, garbage included, at the worst moment. */
  peak: number
}

/** Totals over many files. */
export type Summary = {
  files: number
  refused: number
  accepted: number
  slowest: number
  peak: number
  failures: Failure[]
}
export type Failure = { index: number; reason: string }

export const noFiles = (): Summary => ({
  files: 0,
  refused: 0,
  accepted: 0,
  slowest: 0,
  peak: 0,
  failures: [],
})

/** The files from index `from` to before `to`. */
export type Span = { seed: number; from: number; to: number }

/** File number `index` of a reader: a function of seed, reader and index alone. */
export function fuzzedFile(
  reader: FuzzedReader,
  corpus: readonly Uint8Array[],
  seed: number,
  index: number,
): Uint8Array {
  const next = random(seed, index, ...new TextEncoder().encode(reader.name))
  const file = corpus[Math.floor(next() * corpus.length)]!
  return reader.mutateInside && next() < 0.5 ? reader.mutateInside(file, next) : mutate(file, corpus, next)
}

/** Reads files, and tells `progress` the index of each before it is read. */
export async function fuzz(
  reader: FuzzedReader,
  { seed, from, to }: Span,
  progress: (index: number) => void,
): Promise<Summary> {
  const corpus = reader.files()
  for (const file of corpus) await attempt(reader, file) // compiles and warms up
  const summary = noFiles()
  for (let index = from; index < to; index++) {
    const file = fuzzedFile(reader, corpus, seed, index)
    progress(index)
    let outcome = await attempt(reader, file)
    // The machine may have been busy: what is slow has to be slow again.
    if (outcome.time > slowestAllowed) outcome = await attempt(reader, file)
    summary.files++
    if (outcome.error === undefined) summary.accepted++
    else summary.refused++
    summary.slowest = Math.max(summary.slowest, outcome.time)
    summary.peak = Math.max(summary.peak, outcome.peak)
    const reason = whatIsWrong(reader, file, outcome)
    if (reason) summary.failures.push({ index, reason })
  }
  return summary
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const memoryInUse = (heap = getHeapStatistics()) => heap.used_heap_size + heap.external_memory
const garbageAllowed = 4 * 2 ** 20
let memoryWhenClean = 0

/**
 * Reads a file. Memory is what the heap and the array buffers outside it hold more than at the start, looked at
 * before every collection of garbage and at the end, so garbage counts. A collection also takes what files before
 * have left; then the count begins at the last cleaning, and up to 4 MB of it may be theirs.
 */
export async function attempt(reader: FuzzedReader, file: Uint8Array): Promise<Outcome> {
  if (memoryInUse() - memoryWhenClean > garbageAllowed) {
    collectGarbage()
    memoryWhenClean = memoryInUse()
  }
  const profiler = new GCProfiler()
  profiler.start()
  const atStart = memoryInUse()
  const start = performance.now()
  let error: unknown
  try {
    await reader.read(file)
  } catch (thrown) {
    error = thrown ?? 'nothing'
  }
  const time = performance.now() - start
  const atEnd = memoryInUse()
  const collections = profiler.stop()?.statistics ?? []
  const beforeCollections = collections.map(
    ({ beforeGC: { heapStatistics: heap } }) => heap.usedHeapSize + heap.externalMemory,
  )
  const before = collections.length > 0 ? memoryWhenClean : atStart
  return { error, time, peak: Math.max(atEnd, ...beforeCollections) - before }
}

function whatIsWrong(
  reader: FuzzedReader,
  file: Uint8Array,
  { error, time, peak }: Outcome,
): string | undefined {
  if (time > slowestAllowed) return `took ${Math.round(time)} ms`
  if (peak > peakAllowed(file.length)) return `took ${Math.round(peak / 2 ** 20)} MB for ${file.length} bytes`
  if (error === undefined) return
  if (!(error instanceof Error)) return `threw ${String(error)}`
  const isClear = reader.begins?.test(error.message) ?? error.message.startsWith(`${reader.name}: `)
  if (!isClear) return `no clear error: ${error.name}: ${error.message}`
}
