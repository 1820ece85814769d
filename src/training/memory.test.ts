import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { trainingMemory } from './memory.ts'
import { readRecipe } from './recipe.ts'

const file = new URL('../../models/first/recipe.json', import.meta.url)
const recipe = readRecipe(readFileSync(file, 'utf8'), 'first')
const onlyDecoder = [
  { prefix: 'decoder', rate: 1 },
  { prefix: '', rate: 0 },
]

const sgd = { name: 'sgd', momentum: 0.9, nesterov: false, weightDecay: 0 } as const

describe('memory that training is going to need', () => {
  // Measured on onnxruntime-node 1.30.0: resident memory of a process after two steps.
  it.each([
    ['batch 8', {}, 2303],
    ['batch 4', { batch: 4 }, 1647],
    ['batch 1', { batch: 1 }, 1244],
    ['batch 4, nothing frozen', { batch: 4, rates: [] }, 2030],
    ['batch 8, all frozen but the decoder', { rates: onlyDecoder }, 919],
    ['batch 1, SGD without average', { batch: 1, averaging: 0, optimiser: sgd }, 977],
  ])('%s: within 15 %% of what was measured', (_, change, megabytes) => {
    const estimate = trainingMemory({ ...recipe, ...change }) / 1e6
    expect(estimate / megabytes).toBeGreaterThan(0.85)
    expect(estimate / megabytes).toBeLessThan(1.15)
  })
})
