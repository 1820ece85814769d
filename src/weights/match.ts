import type { Shape, Tensor } from '../tensor/index.ts'
import type { NamedTensors } from './named-tensors.ts'

/** What a file's tensors are to a network; every name is in exactly one of the lists. */
export type Match = {
  /** In the network's order. */
  matched: NamedTensors
  /** The network has it, the file does not. */
  missing: string[]
  /** The file has it, the network does not. */
  leftOver: string[]
  /** Both have it, in different shapes. */
  wrongShape: { name: string; found: Shape; expected: Shape }[]
}

/** Compares a file's tensors with the names and shapes that a network expects. */
export function matchTensors(tensors: NamedTensors, expected: ReadonlyMap<string, Shape>): Match {
  const matched = new Map<string, Tensor>()
  const match: Match = { matched, missing: [], leftOver: [], wrongShape: [] }
  for (const [name, shape] of expected) {
    const found = tensors.get(name)
    if (!found) match.missing.push(name)
    else if (isSameShape(found.shape, shape)) matched.set(name, found)
    else match.wrongShape.push({ name, found: found.shape, expected: shape })
  }
  for (const name of tensors.keys()) if (!expected.has(name)) match.leftOver.push(name)
  return match
}

const namesShown = 8

/** The comparison in words, a line for each thing to know; long lists are cut. */
export function describeMatch({ matched, missing, leftOver, wrongShape }: Match): string {
  const expected = matched.size + missing.length + wrongShape.length
  const shapes = wrongShape.map(
    ({ name, found, expected }) => `${name} (file ${spell(found)}, network ${spell(expected)})`,
  )
  return [
    `matched      ${matched.size} of ${expected} tensors`,
    ...list('missing     ', missing),
    ...list('wrong shape ', shapes),
    ...list('left over   ', leftOver),
  ].join('\n')
}

function list(title: string, names: string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > namesShown ? [`and ${names.length - namesShown} more`] : []
  return [`${title} ${names.length}: ${[...names.slice(0, namesShown), ...more].join(', ')}`]
}

function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

function spell(shape: Shape): string {
  return shape.join('×') || 'scalar'
}
