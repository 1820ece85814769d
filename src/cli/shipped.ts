import { fileURLToPath } from 'node:url'
import { exists } from './files.ts'

const models = fileURLToPath(new URL('../../../models/', import.meta.url))

/** The model that comes along. */
export const shippedModel = `${models}dextr.onnx`

/** Recipes that come along, by name. */
export const shippedRecipes = ['first', 'tiny'] as const

/** The file of a recipe: one that comes along when it is called so and no file is, else the file itself. */
export async function recipeFile(name: string): Promise<string> {
  const isShipped = shippedRecipes.some(shipped => shipped === name) && !(await exists(name))
  return isShipped ? `${models}${name}/recipe.json` : name
}
