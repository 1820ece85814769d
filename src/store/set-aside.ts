import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Gives a snapshot that is not to be written over a name under which it stays, and says which. */
export async function setAside(path: string): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replace(/\D/g, '-')
  const aside = join(dirname(path), `annotations.dextr.kept-${time}.json`)
  await rename(path, aside)
  return aside
}
