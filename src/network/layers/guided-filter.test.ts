import { describe, expect, it } from 'vitest'
import { checkOperator, normals } from '../../../test/interpreter/check-operator.ts'
import { interpret } from '../../../test/interpreter/interpret.ts'
import { random } from '../../image/index.ts'
import { Graph } from '../../onnx/index.ts'
import { guidedFilter } from './guided-filter.ts'

const side = 16
const pixels = side * side

function filtered(guide: Float64Array, x: Float64Array, radius: number, epsilon: number): Float64Array {
  const graph = new Graph()
  const [g, v] = [graph.input('guide', [1, 3, side, side]), graph.input('x', [1, 1, side, side])]
  const y = guidedFilter(g, v, radius, epsilon)
  return interpret([y], new Map([[g, guide] as const, [v, x] as const]))[0]! as Float64Array
}

const noise = (length: number, seed: number) => {
  const next = random(seed)
  return Float64Array.from({ length }, () => 2 * next() - 1)
}

describe('the guided filter', () => {
  it('gives back what is a linear function of the guide, at full resolution', () => {
    const guide = noise(3 * pixels, 1)
    const x = Float64Array.from(
      { length: pixels },
      (_, i) => 0.5 * guide[i]! - 2 * guide[pixels + i]! + guide[2 * pixels + i]! + 0.25,
    )
    const y = filtered(guide, x, 4, 1e-9)
    for (let i = 0; i < pixels; i++) expect(y[i]).toBeCloseTo(x[i]!, 4)
  })

  it('averages where the guide has one colour', () => {
    const x = noise(pixels, 2)
    const y = filtered(new Float64Array(3 * pixels), x, 4, 0.1)
    const spread = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0)
    expect(spread(y)).toBeLessThan(0.2 * spread(x))
    expect(
      filtered(new Float64Array(3 * pixels), new Float64Array(pixels).fill(0.7), 4, 0.1)[40],
    ).toBeCloseTo(0.7)
  })

  it('moves a soft edge to where the guide has one', () => {
    const column = (i: number) => i % side
    const guide = Float64Array.from({ length: 3 * pixels }, (_, i) => (column(i) < 7 ? -1 : 1))
    const soft = Float64Array.from({ length: pixels }, (_, i) =>
      Math.max(-1, Math.min(1, (column(i) - 8) / 4)),
    )
    const y = filtered(guide, soft, 4, 1e-3)
    for (let i = 5 * side; i < 6 * side; i++) expect(y[i]! > 0, `column ${column(i)}`).toBe(column(i) >= 7)
  })

  it('has the gradient that central differences measure', () =>
    checkOperator(
      (guide, x) => guidedFilter(guide!, x!, 4, 0.5),
      [normals(1, 3, 12, 12), normals(1, 1, 12, 12)],
    ))
})
