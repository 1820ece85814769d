import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { buildNetwork, networkSchema } from '../network/index.ts'
import { integerPlan } from './plan.ts'

/** How often each operator of a network is computed with floats; a ReLU that disappears is not counted. */
function floatOperators(config: v.InferInput<typeof networkSchema>, size: number) {
  const parsed = v.parse(networkSchema, config)
  const network = buildNetwork(parsed, [1, parsed.channels, size, size])
  const { integer } = integerPlan(network)
  const results = new Set(integer.values())
  const counts: Record<string, number> = {}
  for (const node of network.graph.nodes) {
    if (integer.has(node) || results.has(node.outputs[0]!)) continue
    counts[node.operator.type] = (counts[node.operator.type] ?? 0) + 1
  }
  return counts
}

describe('the plan of what is computed with integers', () => {
  it('leaves float the logits, the norm of the colours, and what pools and resizes', () => {
    const counts = floatOperators(
      { backbone: { name: 'resnet50v2', guidance: 'stage1' }, head: { name: 'decoder' }, channels: 5 },
      64,
    )
    expect(counts).toEqual({ Slice: 2, BatchNormalization: 1, MatMul: 20, Conv: 1 })
  })

  it('takes in the sums of a network that rectifies behind them', () => {
    const counts = floatOperators(
      { backbone: { name: 'resnet101', blocks: [1, 1, 1, 1] }, head: { name: 'psp' }, channels: 4 },
      64,
    )
    expect(counts).toEqual({ MatMul: 16, Conv: 1 })
  })

  it('leaves float all that a guided filter computes', () => {
    const counts = floatOperators(
      { backbone: { name: 'strided', filters: [4] }, head: { name: 'decoder', levels: [] }, channels: 4 },
      64,
    )
    expect(counts).toMatchObject({ Div: 1, Add: expect.any(Number), Sub: expect.any(Number) })
  })
})
