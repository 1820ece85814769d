import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { interpret } from '../../../test/interpreter/interpret.ts'
import { runInOnnxRuntime } from '../../../test/interpreter/onnx-runtime.ts'
import { describeShared, shared, sharedIsHere } from '../../../test/shared.ts'
import { gradients } from '../gradient.ts'
import { Graph, type Value } from '../graph.ts'
import { maxPool } from './max-pool.ts'

const pool = { size: 3, stride: 2, padding: 1 }

describeShared('max pooling gives what torch gives', () => {
  const { maxpool_3_2_1: reference } = sharedIsHere
    ? JSON.parse(readFileSync(shared('reference/ops/cases.json'), 'utf8'))
    : {}

  it('3×3, stride 2, padding 1: odd and even sides rounded down', async () => {
    const graph = new Graph()
    const x = graph.input('x', reference.input_shape)
    const y = maxPool(x, pool)
    expect(y.shape).toEqual(reference.floor_shape)
    const feeds = new Map([[x, Float64Array.from(reference.input)]])
    expect([...interpret([y], feeds)[0]!]).toEqual(reference.floor)
    const [found] = await runInOnnxRuntime([y], feeds)
    expect([...found!.data]).toEqual(reference.floor.map(Math.fround))
  })
})

describe('the gradient of max pooling', () => {
  const gradient = async (shape: number[], list: number[]): Promise<number[][]> => {
    const graph = new Graph()
    const x = graph.input('x', shape)
    const y = maxPool(x, pool)
    const dy = graph.input('dy', y.shape)
    const [dx] = gradients(y, [x], dy) as [Value]
    // The windows give 1, 2, 3, ...
    const count = y.shape.reduce((a, b) => a * b)
    const feeds = new Map([
      [x, Float64Array.from(list)],
      [dy, Float64Array.from({ length: count }, (_, i) => i + 1)],
    ])
    const [found] = await runInOnnxRuntime([dx], feeds)
    const { data } = found!
    expect(data).toEqual(interpret([dx], feeds)[0])
    const columns = shape[3]!
    return Array.from({ length: data.length / columns }, (_, row) => [
      ...data.slice(row * columns, (row + 1) * columns),
    ])
  }

  it('goes to the largest element of every window, and adds up where windows share it', async () => {
    const x = [
      [0, 0, 0, 0],
      [0, 9, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 5],
    ]
    expect(await gradient([1, 1, 4, 4], x.flat())).toEqual([
      [0, 0, 0, 0],
      [0, 1 + 2 + 3 + 4, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
  })

  it('goes to the first of equal elements in row order, never to padding', async () => {
    expect(await gradient([1, 1, 4, 4], Array(16).fill(-1))).toEqual([
      [1, 2, 0, 0],
      [3, 4, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
  })

  it('stays in its image and channel', async () => {
    const planes = [0, 1, 2, 3].flatMap(plane => [0, 0, 0, plane])
    expect(await gradient([2, 2, 2, 2], planes)).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 2],
      [0, 0],
      [0, 3],
      [0, 0],
      [0, 4],
    ])
  })
})
