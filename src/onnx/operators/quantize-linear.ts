import { type Operator, single, type Value } from '../graph.ts'
import { expectScales } from '../shapes.ts'

const operator: Operator<{ readonly axis: number }> = {
  type: 'QuantizeLinear',
  infer([x, scale, zero], { axis }) {
    if (x!.type !== 'float32') throw new Error(`x is ${x!.type}, expected float32`)
    expectScales(x!, scale!, zero!, axis)
    return { type: zero!.type, shape: x!.shape }
  },
}
const build = single(operator)

/**
 * x by its scale, rounded to even, plus the zero point, whose element type the result has and cannot leave: int8 or
 * uint8. Piecewise constant. ONNX QuantizeLinear-13.
 *
 * @param scale  a scalar, or one number for each place along `axis`
 */
export function quantizeLinear(x: Value, scale: Value, zero: Value, axis = 0): Value {
  return build([x, scale, zero], { axis })
}
