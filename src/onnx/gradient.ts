import { describe, type Node, type Value } from './graph.ts'
import { add } from './operators/index.ts'
import { sameShape } from './shapes.ts'

/**
 * Gradients of a scalar with respect to some values, as further nodes of the same graph (reverse mode).
 *
 * The walk goes once from the scalar backwards over the nodes that lie between; every operator's own rule says
 * what reaches its inputs, and what reaches one value on several ways is added up.
 *
 * @param of    values of any shape that the scalar depends on
 * @param seed  gradient that flows into `of` from the scalar, of the scalar's shape; 1 for plain gradients
 * @throws RangeError when a value has no influence on the scalar, naming it, or when the seed's shape differs
 */
export function gradients(scalar: Value, of: readonly Value[], seed: Value): Value[] {
  if (!sameShape(seed.shape, scalar.shape))
    throw new RangeError(
      `gradients: seed is ${describe(seed)}, expected ${describe(scalar)} as "${scalar.name}"`,
    )
  const touched = nodesBetween(of, scalar)
  const total = new Map<Value, Value>([[scalar, seed]])
  for (const node of [...scalar.graph.nodes].reverse()) {
    const dy = total.get(node.outputs[0]!)
    if (!touched.has(node) || !dy) continue
    const { inputs: x, outputs: y, attributes, operator } = node
    const rules = operator.gradient?.({ dy, y, x, attributes }) ?? []
    for (const [i, rule] of rules.entries()) {
      const input = x[i]
      if (!rule || !input || !(of.includes(input) || (input.node && touched.has(input.node)))) continue
      const part = scalar.graph.within(`${node.name}.gradient`, rule)
      const sum = total.get(input)
      total.set(input, sum ? add(sum, part) : part)
    }
  }
  return of.map(value => {
    const gradient = total.get(value)
    if (!gradient) throw new RangeError(`gradients: "${value.name}" has no influence on "${scalar.name}"`)
    return gradient
  })
}

/** The nodes that depend on one of the values and that the scalar depends on. */
function nodesBetween(of: readonly Value[], scalar: Value): Set<Node> {
  const above = new Set<Value>(of)
  for (const node of scalar.graph.nodes)
    if (node.inputs.some(input => above.has(input))) for (const output of node.outputs) above.add(output)
  const between = new Set<Node>()
  const open = [scalar]
  for (let value = open.pop(); value; value = open.pop()) {
    if (!value.node || between.has(value.node) || !above.has(value)) continue
    between.add(value.node)
    open.push(...value.node.inputs)
  }
  return between
}
