import { existsSync } from 'node:fs'
import { describe, it } from 'vitest'

const root = new URL('../../shared/', import.meta.url)

/** Whether the developers' folder of references and photos lies beside the repository; a user has no such folder. */
export const sharedIsHere = existsSync(root)

/** A file in that folder. */
export function shared(path: string): URL {
  return new URL(path, root)
}

/** Tests that read that folder, also while they are gathered; without it they are skipped, and say so. */
export function describeShared(name: string, body: () => void): void {
  if (sharedIsHere) describe(name, body)
  else describe.skip(name, () => it('needs the shared references', () => {}))
}
