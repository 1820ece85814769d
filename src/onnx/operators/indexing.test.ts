import fc from 'fast-check'
import { describe, it } from 'vitest'
import { awayFromZero, checkOperator, distinct, normals } from '../../../test/interpreter/check-operator.ts'
import { tensor } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import {
  add,
  concat,
  div,
  gather,
  gatherElements,
  matmul,
  maximum,
  mul,
  pad,
  reduceSum,
  scatterAdd,
  slice,
  sub,
  transpose,
} from './index.ts'

const whole = (min: number, max: number) => fc.integer({ min, max })
const shapes = fc.array(whole(1, 4), { minLength: 1, maxLength: 4 })

/** A shape and one of its axes. */
const axes = shapes.chain(shape => fc.record({ shape: fc.constant(shape), axis: whole(0, shape.length - 1) }))

/** A list of one drawn thing per axis. */
const perAxis = <T>(shape: readonly number[], drawn: (side: number) => fc.Arbitrary<T>) =>
  fc.tuple(...shape.map(drawn))

/** Two shapes of which each may be stretched to the other: where they differ, one has a 1 or no axis. */
const stretchable = shapes.chain(shape => {
  const smaller = fc
    .tuple(
      whole(0, shape.length),
      perAxis(shape, side => fc.constantFrom(1, side)),
    )
    .map(([missing, sides]) => sides.slice(missing))
  return fc.record({ a: perAxis(shape, side => fc.constantFrom(1, side)), b: smaller })
})

/** Indices along an axis that stay inside it, in an array whose other sides are at most those of `shape`. */
const indexed = axes.chain(({ shape, axis }) =>
  perAxis(shape, side => whole(1, side)).chain(smaller => {
    const sides = smaller.map((side, i) => (i === axis ? side + 1 : side))
    const count = sides.reduce((a, b) => a * b)
    return fc.record({
      shape: fc.constant(shape),
      axis: fc.constant(axis),
      sides: fc.constant(sides),
      list: fc.array(whole(0, shape[axis]! - 1), { minLength: count, maxLength: count }),
    })
  }),
)

const constant = (like: Value, shape: number[], list: number[]) =>
  like.graph.constant(tensor('int64', shape, BigInt64Array.from(list, BigInt)))

describe('shapes and places of any kind have the gradients that central differences measure', () => {
  const holds = <T>(drawn: fc.Arbitrary<T>, check: (value: T) => Promise<void>) =>
    fc.assert(fc.asyncProperty(drawn, check), { seed: 1, numRuns: 30 })

  const ranges = shapes.chain(shape =>
    perAxis(shape, side =>
      fc.record({ start: whole(0, side - 1), count: whole(1, 4), step: whole(1, 3) }).map(range => ({
        start: range.start,
        end: Math.min(side, range.start + range.count),
        step: range.step,
      })),
    ).map(list => ({ shape, list })),
  )
  it('slice in steps', () =>
    holds(ranges, ({ shape, list }) => {
      const at = {
        axes: shape.map((_, axis) => axis),
        starts: list.map(({ start }) => start),
        ends: list.map(({ end }) => end),
        steps: list.map(({ step }) => step),
      }
      return checkOperator(x => slice(x, at), [normals(...shape)])
    }))

  const paddings = shapes.chain(shape => {
    const amounts = perAxis(shape, () => whole(0, 2))
    return fc.record({ shape: fc.constant(shape), before: amounts, after: amounts })
  })
  it('pad', () =>
    holds(paddings, ({ shape, ...padding }) => checkOperator(x => pad(x, padding), [normals(...shape)])))

  const pieces = axes.chain(at =>
    fc.record({ at: fc.constant(at), sides: fc.array(whole(1, 3), { minLength: 1, maxLength: 4 }) }),
  )
  it('concat', () =>
    holds(pieces, ({ at: { shape, axis }, sides }) =>
      checkOperator(
        (...parts) => concat(parts, axis),
        sides.map(side => normals(...shape.with(axis, side))),
      ),
    ))

  const lists = axes.chain(({ shape, axis }) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.constant(axis),
      list: fc.array(whole(0, shape[axis]! - 1), { minLength: 1, maxLength: 5 }),
    }),
  )
  it('gather', () =>
    holds(lists, ({ shape, axis, list }) => checkOperator(x => gather(x, list, axis), [normals(...shape)])))

  it('gatherElements', () =>
    holds(indexed, ({ shape, axis, sides, list }) =>
      checkOperator(x => gatherElements(x, constant(x, sides, list), axis), [normals(...shape)]),
    ))

  it('scatterAdd', () =>
    holds(indexed, ({ shape, axis, sides, list }) =>
      checkOperator(x => scatterAdd(constant(x, sides, list), x, shape, axis), [normals(...sides)]),
    ))

  const orders = shapes.chain(shape =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
    }),
  )
  it('transpose', () =>
    holds(orders, ({ shape, order }) => checkOperator(x => transpose(x, order), [normals(...shape)])))

  const sums = shapes.chain(shape =>
    fc.record({ shape: fc.constant(shape), summed: fc.subarray([...shape.keys()]) }),
  )
  it('reduceSum', () =>
    holds(sums, ({ shape, summed }) => checkOperator(x => reduceSum(x, summed), [normals(...shape)])))

  it('sums, differences, products, quotients and larger ones of stretched values', () =>
    holds(stretchable, async ({ a, b }) => {
      await checkOperator(add, [normals(...a), normals(...b)])
      await checkOperator(sub, [normals(...a), normals(...b)])
      await checkOperator(mul, [normals(...a), normals(...b)])
      await checkOperator(div, [normals(...a), awayFromZero(...b)])
      await checkOperator((x, y) => maximum(x, add(y, 0.03)), [distinct(...a), distinct(...b)])
    }))

  const factors = fc.record({
    stacks: stretchable,
    rows: whole(1, 3),
    inner: whole(1, 4),
    columns: whole(1, 3),
  })
  it('products of stretched stacks of matrices', () =>
    holds(factors, ({ stacks: { a, b }, rows, inner, columns }) =>
      checkOperator(matmul, [normals(...a, rows, inner), normals(...b, inner, columns)]),
    ))
})
