import { describe, expect, it } from 'vitest'
// From the built package, where the workers are JavaScript.
import { type NodeRuntimeName, startRuntime } from '../dist/src/runtime/node.js'
import { add, Graph, mul, writeModel } from '../src/onnx/index.ts'
import { tensor } from '../src/tensor/index.ts'

/** y = a + b, z = a × b. */
function sumAndProduct(): Uint8Array {
  const graph = new Graph()
  const [a, b] = [graph.input('a', [3]), graph.input('b', [3])]
  graph.output('y', add(a, b))
  graph.output('z', mul(a, b))
  return writeModel(graph)
}

const vector = (...values: number[]) => tensor('float32', [values.length], Float32Array.from(values))

for (const name of ['onnxruntime-node', 'onnxruntime-web'] satisfies NodeRuntimeName[])
  describe(name, () => {
    it('says who it is', async () => {
      await using runtime = startRuntime(name)
      expect(await runtime.describe()).toMatch(new RegExp(`^${name} \\d+\\.\\d+`))
    })

    it('runs a graph', async () => {
      await using runtime = startRuntime(name, 1)
      const session = await runtime.load(sumAndProduct())
      const { y, z } = await session.run({ a: vector(1, 2, 3), b: vector(4, 5, 6) })
      expect(y).toEqual(vector(5, 7, 9))
      expect(z).toEqual(vector(4, 10, 18))
    })

    it('keeps arrays between runs, read and written in place of feeds and outputs', async () => {
      await using runtime = startRuntime(name, 1)
      const session = await runtime.load(sumAndProduct())
      const array = await runtime.allocate(Float32Array.of(0, 1, 2, 3, 0, 0, 0))
      const outputs = await session.run(
        { a: array.view(1, [3]), b: vector(10, 20, 30) },
        { into: { y: array.view(4, [3]) } },
      )
      expect(Object.keys(outputs)).toEqual(['z'])
      expect(await array.read()).toEqual(Float32Array.of(0, 1, 2, 3, 11, 22, 33))
      await array.write(new Float32Array(7))
      expect(await array.read()).toEqual(new Float32Array(7))
      await array.free()
    })

    it('takes arrays over where it is told to', async () => {
      await using runtime = startRuntime(name, 1)
      const session = await runtime.load(sumAndProduct())
      const [a, b] = [vector(1, 2, 3), vector(4, 5, 6)]
      await session.run({ a, b })
      expect(a.data).toHaveLength(3)
      await session.run({ a, b }, { transfer: true })
      expect(a.data).toHaveLength(0)
    })

    it('refuses what is no graph, and goes on', async () => {
      await using runtime = startRuntime(name, 1)
      await expect(runtime.load(new Uint8Array(100).fill(7))).rejects.toThrow('runtime: ')
      const session = await runtime.load(sumAndProduct())
      await expect(session.run({ a: vector(1, 2, 3) })).rejects.toThrow(/runtime: .*'?b'?/)
      expect(await session.run({ a: vector(1, 2, 3), b: vector(1, 1, 1) })).toHaveProperty('y')
    })
  })
