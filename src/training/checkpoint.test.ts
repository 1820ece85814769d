import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../test/tiny-training.ts'
import { tensor } from '../tensor/index.ts'
import { writeSafetensors } from '../weights/index.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { recipeSchema } from './recipe.ts'

describe('a checkpoint', () => {
  it('holds step, vectors, frozen weights and the recipe', () => {
    const state = {
      step: 12_345,
      vectors: new Map([
        ['rate1/weights', Float32Array.of(1, 2, 3)],
        ['rate1/moment0', Float32Array.of(0, -1, 0.5)],
      ]),
      frozen: new Map([['conv1.weight', tensor('float32', [2, 1], Float32Array.of(4, 5))]]),
    }
    const read = readCheckpoint(writeCheckpoint(state, tinyRecipe), 'state.safetensors')
    expect(read).toEqual({ ...state, recipe: tinyRecipe })
    expect(v.parse(recipeSchema, read.recipe)).toEqual(tinyRecipe)
  })

  it('is told from other weights', () => {
    const weights = writeSafetensors(new Map([['conv1.weight', tensor('float32', [1])]]))
    expect(() => readCheckpoint(weights, 'w.safetensors')).toThrow(
      'checkpoint: w.safetensors says no step; expected a file written by dextr train',
    )
  })
})
