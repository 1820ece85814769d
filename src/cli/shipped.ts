import { join } from 'node:path'
import { UsageError } from './errors.ts'
import { exists } from './files.ts'
import { packageFolder } from './package.ts'

const models = join(packageFolder, 'models')

/** The model that comes along. */
export const shippedModel = join(models, 'dextr.onnx')

/** Recipes that come along, by name. */
const recipes = ['dextr', 'concave', 'occlusion', 'long', 'fine-tune', 'first', 'refine', 'tiny']

/**
 * The file of a recipe: its path, or the name of one that comes along.
 *
 * @throws UsageError when it is neither
 */
export async function recipeFile(name: string): Promise<string> {
  if (await exists(name)) return name
  if (recipes.includes(name)) return join(models, name, 'recipe.json')
  throw new UsageError(
    `${name}: there is no such recipe file, and none that comes along (${recipes.join(', ')})`,
  )
}
