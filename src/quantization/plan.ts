import type { Network } from '../network/index.ts'
import type { Node, Value } from '../onnx/index.ts'

/** What of a network is computed with integers. */
export type Plan = {
  /** Nodes that are, each with the value that comes of it: behind the ReLU where that is all that follows. */
  readonly integer: ReadonlyMap<Node, Value>
  /** Values that are kept as bytes: what such nodes take and give. */
  readonly bytes: ReadonlySet<Value>
}

/**
 * Convolutions, and what lies between them so that bytes stay bytes: frozen batch norms with a ReLU, sums and
 * concatenations that convolutions meet in, max pooling. The logits stay float, and the resizing of maps.
 */
export function integerPlan({ graph, logits }: Pick<Network, 'graph' | 'logits'>): Plan {
  const consumers = new Map<Value, Node[]>()
  for (const node of graph.nodes)
    for (const x of new Set(node.inputs)) consumers.set(x, [...(consumers.get(x) ?? []), node])
  const integer = new Map<Node, Value>()
  // From the outputs back: whether a concatenation takes part depends on what follows it.
  for (const node of graph.nodes.toReversed()) {
    const [y] = node.outputs
    const after = consumers.get(y!) ?? []
    const isRectified = after.length === 1 && isA(after[0]!, 'Relu')
    const meetsConvolutions = after.every(next => isA(next, 'Conv') && integer.has(next))
    const takesPart =
      y !== logits &&
      (isA(node, 'Conv', 'MaxPool') ||
        (isA(node, 'BatchNormalization') && isRectified) ||
        (isA(node, 'Add') && node.inputs.some(x => x.node && isA(x.node, 'Conv'))) ||
        (isA(node, 'Concat') && meetsConvolutions))
    if (takesPart) integer.set(node, isRectified ? after[0]!.outputs[0]! : y!)
  }
  const bytes = new Set([...integer].flatMap(([node, result]) => [...activations(node), result]))
  return { integer, bytes }
}

function isA({ operator }: Node, ...types: string[]): boolean {
  return types.includes(operator.type)
}

/** Inputs of a node without its weights. */
function activations(node: Node): readonly Value[] {
  return isA(node, 'Add', 'Concat') ? node.inputs : node.inputs.slice(0, 1)
}
