export { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
export {
  type ClassBalancedOptions,
  classBalancedCrossEntropy,
  type LossInputs,
  loss,
} from './losses.ts'
export { trainingMemory } from './memory.ts'
export type { OptimiserConfig } from './optimisers.ts'
export { type Estimator, PatchBatches } from './patch-batches.ts'
export { type Recipe, readRecipe, recipeDifferences, recipeSchema } from './recipe.ts'
export { type Step, train } from './train.ts'
export { type Batch, Trainer, type TrainerOptions, type TrainerState } from './trainer.ts'
