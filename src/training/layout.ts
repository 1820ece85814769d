import type { Shape } from '../tensor/index.ts'

/** A parameter's place in the vector of its group. */
export type Place = {
  readonly name: string
  readonly shape: Shape
  readonly offset: number
  readonly length: number
}

/** Parameters that share a learning rate and whether they decay; they lie one after the other in one vector. */
export type Group = {
  readonly name: string
  /** Factor of the schedule's learning rate. */
  readonly rate: number
  readonly decays: boolean
  readonly places: readonly Place[]
  readonly length: number
}

/** Part of the vector of a group. */
export type Piece = { readonly offset: number; readonly length: number }

/** Numbers in a piece: those of all vectors of one piece fit the processor's cache. */
const pieceLength = 2 ** 18

/** A group's vector in pieces. */
export function pieces({ length }: Pick<Group, 'length'>): Piece[] {
  const count = Math.ceil(length / pieceLength)
  return Array.from({ length: count }, (_, i) => {
    const offset = i * pieceLength
    return { offset, length: Math.min(pieceLength, length - offset) }
  })
}

/** Learning rate by name: the first rule whose prefix fits counts; a rate of 0 freezes. */
export type RateRule = { readonly prefix: string; readonly rate: number }

/**
 * Sorts parameters into groups. Biases, scales and shifts (one axis) do not decay, nor does what is frozen.
 *
 * @returns the groups, and the names of frozen parameters
 */
export function groupParameters(
  parameters: Iterable<{ readonly name: string; readonly shape: Shape }>,
  rules: readonly RateRule[],
): { groups: Group[]; frozen: string[] } {
  const sorted = new Map<string, { rate: number; decays: boolean; places: Place[]; length: number }>()
  const frozen: string[] = []
  for (const { name, shape } of parameters) {
    const rate = rules.find(({ prefix }) => name.startsWith(prefix))?.rate ?? 1
    if (rate === 0) {
      frozen.push(name)
      continue
    }
    const decays = shape.length > 1
    const key = `rate${rate}${decays ? '' : '.plain'}`
    const group = sorted.get(key) ?? { rate, decays, places: [], length: 0 }
    const length = shape.reduce((product, size) => product * size, 1)
    group.places.push({ name, shape, offset: group.length, length })
    sorted.set(key, { ...group, length: group.length + length })
  }
  return { groups: [...sorted].map(([name, group]) => ({ name, ...group })), frozen }
}
