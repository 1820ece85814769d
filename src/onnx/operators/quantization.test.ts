import { describe, expect, it } from 'vitest'
import { runInOnnxRuntime } from '../../../test/interpreter/onnx-runtime.ts'
import { tensor } from '../../tensor/index.ts'
import { Graph } from '../graph.ts'
import { dequantizeLinear, quantizeLinear } from './index.ts'

const float = (...values: number[]) => tensor('float32', [values.length], Float32Array.from(values))
const scalar = (value: number) => tensor('float32', [], Float32Array.of(value))

describe('bytes in place of real numbers', () => {
  it('are steps of the scale from the zero point, rounded to even, and end at 0 and 255', async () => {
    const graph = new Graph()
    const x = graph.input('x', [6])
    const zero = graph.constant(tensor('uint8', [], Uint8Array.of(10)))
    const bytes = quantizeLinear(x, graph.constant(scalar(0.5)), zero)
    const [integers, numbers] = await runInOnnxRuntime(
      [bytes, dequantizeLinear(bytes, graph.constant(scalar(0.5)), zero)],
      new Map([[x, Float64Array.of(-100, -1, 0, 0.25, 0.75, 1000)]]),
    )
    expect([...integers!.data]).toEqual([0, 8, 10, 10, 12, 255])
    expect([...numbers!.data]).toEqual([-5, -1, 0, 0, 1, 122.5])
  })

  it('may have a scale for each place along an axis', async () => {
    const graph = new Graph()
    const weight = graph.constant(tensor('int8', [2, 3], Int8Array.of(1, 2, 3, -1, -2, -3)))
    const rows = dequantizeLinear(weight, graph.constant(float(1, 10)), graph.constant(tensor('int8', [2])))
    const [numbers] = await runInOnnxRuntime([rows], new Map())
    expect([...numbers!.data]).toEqual([1, 2, 3, -10, -20, -30])
  })
})
