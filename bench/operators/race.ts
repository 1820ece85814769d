import * as ort from 'onnxruntime-node'
import { random } from '../../src/image/index.ts'
import { Graph, reshape, slice, type Value, writeModel } from '../../src/onnx/index.ts'
import { elementCount, type Shape } from '../../src/tensor/index.ts'
import { interleaved } from '../machine.ts'

export type Inputs = Readonly<Record<string, { readonly shape: Shape; readonly data: Float32Array }>>

/** One way to compute something from values by name. */
export type Way = (values: Readonly<Record<string, Value>>) => Value

export type Clock = {
  readonly threads: number
  readonly rounds: number
  /** Processor time instead of wall time: with one thread it holds up while the machine does other things. */
  readonly processor: boolean
}

/** Uniform from -1 to 1, the same at every run. */
export function noise(shape: Shape, seed: number): Inputs[string] {
  const next = random(seed)
  return { shape, data: Float32Array.from({ length: elementCount(shape) }, () => 2 * next() - 1) }
}

/** What a way gives. */
export async function result(way: Way, inputs: Inputs): Promise<Float32Array> {
  const session = await load(way, inputs, 2)
  const { all } = await session.run(feeds(inputs), ['all'])
  await session.release()
  return all!.data as Float32Array
}

/**
 * Milliseconds of several ways to compute the same, taken in turns.
 *
 * @throws Error when a way gives something else than the first
 */
export async function race(
  ways: Readonly<Record<string, Way>>,
  inputs: Inputs,
  clock: Clock,
): Promise<Record<string, number[]>> {
  const [first, ...others] = Object.keys(ways)
  const expected = await result(ways[first!]!, inputs)
  for (const name of others) {
    const error = largestDifference(await result(ways[name]!, inputs), expected)
    if (!(error < 1e-4)) throw new Error(`"${name}" differs from "${first}" by ${error}`)
  }
  const sessions = new Map<string, ort.InferenceSession>()
  for (const [name, way] of Object.entries(ways)) sessions.set(name, await load(way, inputs, clock.threads))
  const fed = feeds(inputs)
  const runs = Object.keys(ways).map(name => [
    name,
    async () => {
      const [wall, used] = [performance.now(), process.cpuUsage()]
      await sessions.get(name)!.run(fed, ['some'])
      const { user, system } = process.cpuUsage(used)
      return clock.processor ? (user + system) / 1000 : performance.now() - wall
    },
  ])
  const taken = await interleaved(Object.fromEntries(runs), clock.rounds)
  for (const session of sessions.values()) await session.release()
  return taken
}

/** Two outputs: all of the result, and one number of it, so that a timed run copies nothing large. */
async function load(way: Way, inputs: Inputs, threads: number): Promise<ort.InferenceSession> {
  const graph = new Graph()
  const values = Object.entries(inputs).map(([name, { shape }]) => [name, graph.input(name, shape)])
  const all = way(Object.fromEntries(values))
  graph.output('all', all)
  graph.output('some', slice(reshape(all, [-1]), { axes: [0], starts: [0], ends: [1] }))
  return ort.InferenceSession.create(writeModel(graph), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
}

function feeds(inputs: Inputs): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => [name, new ort.Tensor('float32', data, shape)]),
  )
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return b.reduce((most, value, i) => Math.max(most, Math.abs(a[i]! - value)), 0) / largest
}
