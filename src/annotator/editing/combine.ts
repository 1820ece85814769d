import type { Command, ObjectRecord } from '../../document/index.ts'
import type { Mask } from '../../mask/index.ts'
import { fields, maskOf, workOn } from '../tools/index.ts'

/** What two or more objects can become together, and whether the first takes the place of all. */
const rules = {
  union: { verb: 'Unite', combine: (a: Mask, b: Mask) => a.union(b), takesAll: true },
  subtract: { verb: 'Subtract', combine: (a: Mask, b: Mask) => a.difference(b), takesAll: false },
  intersect: { verb: 'Intersect', combine: (a: Mask, b: Mask) => a.intersection(b), takesAll: true },
  exclude: { verb: 'Exclude', combine: (a: Mask, b: Mask) => a.exclusive(b), takesAll: true },
} as const

export type Combination = keyof typeof rules

/**
 * The first object combined with the others, which go unless they are subtracted.
 *
 * @returns undefined when fewer than two have masks, and what the history says beginning with the verb otherwise
 */
export function combine(
  objects: readonly ObjectRecord[],
  how: Combination,
  name: string,
): Command | undefined {
  const [first, ...others] = objects.filter(({ mask }) => mask)
  if (!first || others.length === 0) return undefined
  const { verb, combine: join, takesAll } = rules[how]
  const mask = others.map(object => maskOf(object)!).reduce(join, maskOf(first)!)
  const label = `${verb} ${name}`
  const { mask: record, edited } = fields({ ...workOn(first), mask })
  const change: Command = {
    type: 'changeObjects',
    label,
    changes: [{ id: first.id, patch: { mask: record!, edited: edited! } }],
  }
  if (!takesAll) return change
  const removal: Command = { type: 'removeObjects', label, objects: others.map(({ id }) => id) }
  return { type: 'sequence', label, commands: [change, removal] }
}
