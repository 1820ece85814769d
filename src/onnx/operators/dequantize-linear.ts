import { type Operator, single, type Value } from '../graph.ts'
import { expectScales } from '../shapes.ts'

const operator: Operator<{ readonly axis: number }> = {
  type: 'DequantizeLinear',
  infer([x, scale, zero], { axis }) {
    expectScales(x!, scale!, zero!, axis)
    if (x!.type !== zero!.type) throw new Error(`x is ${x!.type}, its zero point ${zero!.type}`)
    return { type: 'float32', shape: x!.shape }
  },
}
const build = single(operator)

/**
 * Whole numbers less their zero point, times their scale: float32. ONNX DequantizeLinear-13.
 *
 * @param x      int8, uint8 or int32
 * @param scale  a scalar, or one number for each place along `axis`
 */
export function dequantizeLinear(x: Value, scale: Value, zero: Value, axis = 0): Value {
  return build([x, scale, zero], { axis })
}
