import type * as v from 'valibot'
import type { recipeSchema } from '../../src/training/index.ts'

/** A recipe as its file has it, defaults left away. */
export type RecipeFile = v.InferInput<typeof recipeSchema>

/** One thing that a recipe could do otherwise. */
export type Variant = {
  readonly name: string
  readonly change: (recipe: RecipeFile) => RecipeFile
  /** Trained on rendered scenes too. */
  readonly scenes?: boolean
}

/** What is compared with the recipe as it is, which comes first. A new idea is one entry here. */
export const variants: readonly Variant[] = [
  { name: 'as it is', change: recipe => recipe },
  { name: 'with rendered scenes', change: recipe => recipe, scenes: true },
  {
    name: 'four points only',
    change: ({ corrections, ...recipe }) => ({
      ...recipe,
      network: { ...recipe.network, channels: 4 },
      preset: { ...recipe.preset, channels: ['points'] },
      augmentation: { ...recipe.augmentation, boxOnly: 0 },
    }),
  },
  { name: 'no corrections in training', change: ({ corrections, ...recipe }) => recipe },
  {
    name: 'decoder to stride 4',
    change: ({ network, ...recipe }) => ({ ...recipe, network: { ...network, head: { name: 'decoder' } } }),
  },
  {
    name: 'backbone at stride 8',
    change: ({ network, ...recipe }) => ({
      ...recipe,
      network: { ...network, backbone: { name: 'resnet50v2', guidance: 'stage1', outputStride: 8 } },
    }),
  },
  {
    name: 'aspect kept',
    change: recipe => ({ ...recipe, preset: { ...recipe.preset, aspect: 'kept' } }),
  },
  { name: 'cross entropy only', change: recipe => ({ ...recipe, loss: { crossEntropy: 1 } }) },
  { name: 'soft IoU only', change: recipe => ({ ...recipe, loss: { softIou: 1 } }) },
  { name: 'class-balanced loss (paper)', change: recipe => ({ ...recipe, loss: { classBalanced: 1e-4 } }) },
  {
    name: 'no change of appearance',
    change: recipe => {
      const { appearance, ...augmentation } = recipe.augmentation
      return { ...recipe, augmentation }
    },
  },
  {
    name: 'clicks that miss by 2 % at most',
    change: recipe => ({ ...recipe, augmentation: { ...recipe.augmentation, jitter: 0.02 } }),
  },
  {
    name: 'a quarter before other photos',
    change: recipe => ({ ...recipe, augmentation: { ...recipe.augmentation, otherBackground: 0.25 } }),
  },
  { name: 'objects of 1,500 pixels and more', change: recipe => ({ ...recipe, minimumArea: 1500 }) },
  { name: 'no running average', change: recipe => ({ ...recipe, averaging: 0 }) },
  {
    name: 'all layers at one rate',
    change: recipe => ({ ...recipe, rates: recipe.rates?.filter(({ rate }) => rate === 0) }),
  },
]
