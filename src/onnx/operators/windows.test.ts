import fc from 'fast-check'
import { describe, it } from 'vitest'
import { checkOperator, distinct, normals } from '../../../test/interpreter/check-operator.ts'
import { convWindow } from './conv.ts'
import { convTranspose } from './conv-transpose.ts'
import type { Window } from './convolution.ts'
import { maxPool } from './max-pool.ts'

const whole = (min: number, max: number) => fc.integer({ min, max })
const pair = (min: number, max: number) => fc.tuple(whole(min, max), whole(min, max))

/** How a kernel moves, and the sizes of all that it meets; 10 inputs are more than the few of the stem. */
const convolutions = fc
  .record({
    batch: whole(1, 2),
    group: whole(1, 3),
    inputs: fc.constantFrom(1, 2, 3, 10),
    outputs: whole(1, 3),
    kernel: pair(1, 3),
    strides: pair(1, 3),
    dilations: pair(1, 3),
    pads: fc.tuple(whole(0, 4), whole(0, 4), whole(0, 4), whole(0, 4)),
    counts: pair(1, 4),
    left: pair(0, 2),
  })
  .map(({ batch, group, inputs, outputs, kernel, counts, left, ...at }) => {
    const axes = [0, 1] as const
    const spare = axes.map(i => at.dilations[i] * (kernel[i] - 1) + 1 - at.pads[i] - at.pads[i + 2]!)
    // Sides that give `counts` windows, or more where padding alone holds them, and leave some pixels over.
    const sides = axes.map(i => {
      const least = at.strides[i] * (counts[i] - 1) + spare[i]!
      return Math.max(1, least + Math.min(left[i], at.strides[i] - 1))
    }) as [number, number]
    const map = axes.map(i => Math.floor((sides[i] - spare[i]!) / at.strides[i]) + 1)
    return {
      window: { ...at, group } satisfies Window,
      x: [batch, group * inputs, ...sides],
      weight: [group * outputs, inputs, ...kernel],
      map: [batch, group * outputs, ...map],
      sides,
    }
  })

const pools = fc
  .record({ planes: pair(1, 3), size: whole(1, 4), stride: whole(1, 4), sides: pair(4, 9) })
  .chain(pool => fc.record({ ...fixed(pool), padding: whole(0, pool.size - 1) }))

/** Constants beside which fast-check draws what depends on them. */
function fixed<T extends object>(drawn: T) {
  return Object.fromEntries(Object.entries(drawn).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>
  }
}

describe('windows of any size, stride, dilation, padding and group', () => {
  it('a convolution has the gradients that central differences measure', () =>
    fc.assert(
      fc.asyncProperty(convolutions, ({ x, weight, window }) =>
        checkOperator((a, b) => convWindow(a, b, window), [normals(...x), normals(...weight)]),
      ),
      { seed: 1, numRuns: 60 },
    ))

  it('so has one of many channels, whose kernel has a rule of its own', () =>
    fc.assert(
      fc.asyncProperty(convolutions, ({ x, weight, window }) => {
        const [batch, , ...sides] = x
        const [outputs, , ...kernel] = weight
        return checkOperator(
          (a, b) => convWindow(a, b, { ...window, group: 1 }),
          [normals(batch!, 256, ...sides), normals(outputs!, 256, ...kernel)],
        )
      }),
      { seed: 4, numRuns: 15 },
    ))

  it('so has its adjoint, with the pixels that a stride leaves over', () =>
    fc.assert(
      fc.asyncProperty(convolutions, ({ map, weight, window, sides }) =>
        checkOperator((a, b) => convTranspose(a, b, window, sides), [normals(...map), normals(...weight)]),
      ),
      { seed: 2, numRuns: 60 },
    ))

  it('so has max pooling, away from ties', () =>
    fc.assert(
      fc.asyncProperty(pools, ({ planes, sides, ...pool }) =>
        checkOperator(x => maxPool(x, pool), [distinct(...planes, ...sides)]),
      ),
      { seed: 3, numRuns: 40 },
    ))
})
