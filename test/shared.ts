import { existsSync } from 'node:fs'

const root = new URL('../../shared/', import.meta.url)

/** Whether the developers' folder of references and photos lies beside the repository; a user has no such folder. */
export const sharedIsHere = existsSync(root)

/** A file in that folder. */
export function shared(path: string): URL {
  return new URL(path, root)
}
