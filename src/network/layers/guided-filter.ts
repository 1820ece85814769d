import { add, concat, div, gather, mul, reduceSum, slice, sub, type Value } from '../../onnx/index.ts'
import { tensor } from '../../tensor/index.ts'
import { mapSides, type Rows } from './linear-map.ts'
import { resizeBilinear } from './resize.ts'

/** Pixels a side that make one of the grid on which coefficients are found. */
const step = 4

/**
 * x as a linear function of three colours in every window, averaged over the windows that a pixel lies in: edges of
 * the guide become edges of x. Coefficients are found at a quarter of the resolution. Guide N,3,H,W and x N,1,H,W -> N,1,H,W.
 *
 * @param guide    sides are multiples of 4
 * @param radius   of windows, in pixels, a multiple of 4
 * @param epsilon  variance of the guide below which x is averaged instead
 * @see He, Sun and Tang, Guided Image Filtering, PAMI 2013; He and Sun, Fast Guided Filter, 2015
 */
export function guidedFilter(guide: Value, x: Value, radius: number, epsilon: number): Value {
  const [, , height, width] = guide.shape as [number, number, number, number]
  const [rows, columns, reach] = [height / step, width / step, radius / step]
  const coarse = (value: Value) => mapSides(value, averages(rows), averages(columns))
  const mean = (value: Value) => mapSides(value, windows(rows, reach), windows(columns, reach))
  const [colours, values] = [coarse(guide), coarse(x)]
  const channel = (i: number) => slice(colours, { axes: [1], starts: [i], ends: [i + 1] })

  // Means of colours, of x, of their products, and of the colours' products with each other, in one go.
  const products = [0, 1, 2].map(i => mul(colours, channel(i)))
  const means = mean(concat([colours, values, mul(colours, values), ...products]))
  const part = (start: number, end: number) => slice(means, { axes: [1], starts: [start], ends: [end] })
  const [meanColours, meanValues] = [part(0, 3), part(3, 4)]
  const covariance = sub(part(4, 7), mul(meanColours, meanValues))
  const variances = [0, 1, 2].map(i => {
    const own = sub(part(7 + 3 * i, 10 + 3 * i), mul(meanColours, part(i, i + 1)))
    return add(own, unit(own, i, epsilon))
  }) as [Value, Value, Value]

  const slope = solve(variances, covariance)
  const offset = sub(meanValues, dot(slope, meanColours))
  const averaged = resizeBilinear(mean(concat([slope, offset])), [height, width], 'edges')
  const full = (start: number, end: number) => slice(averaged, { axes: [1], starts: [start], ends: [end] })
  return add(dot(full(0, 3), guide), full(3, 4))
}

/** The solution of a symmetric system of three equations at every pixel, by Cramer's rule. */
function solve([a, b, c]: readonly [Value, Value, Value], right: Value): Value {
  const [bc, ca, ab] = [cross(b, c), cross(c, a), cross(a, b)]
  return div(concat([dot(bc, right), dot(ca, right), dot(ab, right)]), dot(a, bc))
}

function dot(a: Value, b: Value): Value {
  return reduceSum(mul(a, b), [1])
}

function cross(a: Value, b: Value): Value {
  const after = (value: Value) => gather(value, [1, 2, 0], 1)
  const before = (value: Value) => gather(value, [2, 0, 1], 1)
  return sub(mul(after(a), before(b)), mul(before(a), after(b)))
}

/** `value` in channel i, 0 in the others. */
function unit({ graph }: Value, i: number, value: number): Value {
  return graph.constant(
    tensor(
      'float32',
      [1, 3, 1, 1],
      Float32Array.from([0, 1, 2], j => (j === i ? value : 0)),
    ),
  )
}

/** Means over up to 2 · radius + 1 places, fewer at the ends. */
function windows(side: number, radius: number): Rows {
  return Array.from({ length: side }, (_, i) => {
    const [first, last] = [Math.max(0, i - radius), Math.min(side - 1, i + radius)]
    return new Float64Array(side).fill(1 / (last - first + 1), first, last + 1)
  })
}

/** Means of as many places as make one of the coarse grid. */
function averages(side: number): Rows {
  return Array.from({ length: side }, (_, i) =>
    new Float64Array(step * side).fill(1 / step, step * i, step * (i + 1)),
  )
}
