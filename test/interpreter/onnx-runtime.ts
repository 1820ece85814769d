import * as ort from 'onnxruntime-node'
import { type Value, writeModel } from '../../src/onnx/index.ts'
import type { Array64 } from './array.ts'
import type { Feeds } from './interpret.ts'

/** The same values by ONNX Runtime, as it runs the graph in the product: in float32, optimised. */
export async function runInOnnxRuntime(wanted: readonly Value[], feeds: Feeds): Promise<Array64[]> {
  const { graph } = wanted[0]!
  for (const [i, value] of wanted.entries()) graph.output(`wanted${i}`, value)
  // One thread: these graphs are tiny, and threads that wait for work would slow down everything beside them.
  const session = await ort.InferenceSession.create(writeModel(graph), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  const results = await session.run(
    Object.fromEntries(
      [...feeds].map(([{ name, shape }, data]) => [
        name,
        new ort.Tensor('float32', Float32Array.from(data), shape),
      ]),
    ),
  )
  await session.release()
  return wanted.map((_, i) => {
    const { dims, data } = results[`wanted${i}`]!
    return { shape: dims, data: Float64Array.from(data as Float32Array, Number) }
  })
}
