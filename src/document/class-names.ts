import type { Document } from './records.ts'
import { CommandConflict } from './rule.ts'

/**
 * The document, if no two classes have one name: formats know classes by their names.
 *
 * @throws CommandConflict
 */
export function differentNames(document: Document): Document {
  const names = new Set<string>()
  for (const { name } of Object.values(document.classes)) {
    if (names.has(name))
      throw new CommandConflict(`there is a class "${name}" already; merge the two, or choose another name`)
    names.add(name)
  }
  return document
}
