import { join } from 'node:path'
import { exists } from './files.ts'
import { packageFolder } from './package.ts'

const models = join(packageFolder, 'models')

/** The model that comes along. */
export const shippedModel = join(models, 'dextr.onnx')

/** Recipes that come along, by name. */
export const shippedRecipes = ['first', 'tiny'] as const

/** The file of a recipe: one that comes along when it is called so and no file is, else the file itself. */
export async function recipeFile(name: string): Promise<string> {
  const isShipped = shippedRecipes.some(shipped => shipped === name) && !(await exists(name))
  return isShipped ? join(models, name, 'recipe.json') : name
}
