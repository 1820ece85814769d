import type { Node, Value } from '../../src/onnx/index.ts'
import { type Array64, size } from './array.ts'
import { operators } from './operators.ts'

/** Data of inputs and parameters, row by row. */
export type Feeds = ReadonlyMap<Value, Float64Array>

/**
 * Values of a graph in float64, by running the nodes that they depend on, in order.
 *
 * @throws RangeError for an operator that the interpreter lacks, a value that is not fed, or a shape that
 *         differs from the one that the graph inferred
 */
export function interpret(wanted: readonly Value[], feeds: Feeds): Float64Array[] {
  const known = new Map<Value, Array64>()
  const resultOf = (value: Value): Array64 => {
    const fed = known.get(value) ?? leaf(value, feeds)
    known.set(value, fed)
    return fed
  }
  const needed = nodesBefore(wanted)
  for (const node of wanted[0]!.graph.nodes) {
    if (!needed.has(node)) continue
    const { operator, inputs, outputs, attributes, name } = node
    const rule = operators[operator.type]
    if (!rule) throw new RangeError(`interpreter: no rule for ${operator.type} ("${name}")`)
    const results = rule(inputs.map(resultOf), attributes)
    for (const [i, output] of outputs.entries()) {
      const result = results[i]!
      if (result.shape.join() !== output.shape.join())
        throw new RangeError(
          `interpreter: "${output.name}" is ${result.shape}, the graph says ${output.shape}`,
        )
      known.set(output, result)
    }
  }
  return wanted.map(value => resultOf(value).data)
}

function leaf(value: Value, feeds: Feeds): Array64 {
  const data = value.tensor ? Float64Array.from(value.tensor.data, Number) : feeds.get(value)
  if (data?.length !== size(value.shape))
    throw new RangeError(
      `interpreter: "${value.name}" was fed ${data?.length ?? 'no'} numbers, it holds ${size(value.shape)}`,
    )
  return { shape: value.shape, data }
}

function nodesBefore(values: readonly Value[]): Set<Node> {
  const found = new Set<Node>()
  const open = [...values]
  for (let value = open.pop(); value; value = open.pop()) {
    if (!value.node || found.has(value.node)) continue
    found.add(value.node)
    open.push(...value.node.inputs)
  }
  return found
}
