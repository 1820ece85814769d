import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'

/**
 * Where this person's projects are kept: DEXTR_DATA, or the platform's own place for data of programs.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.DEXTR_DATA) return env.DEXTR_DATA
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'dextr')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'dextr')
  const xdg = env.XDG_DATA_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'share'), 'dextr')
}

/**
 * Where the project of a folder of photos is kept: by the folder's real path, under a name that can be recognised.
 *
 * @throws Error with ENOENT when there is no such folder
 */
export async function projectFolder(photos: string): Promise<string> {
  const real = await realpath(photos)
  const name = basename(real)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30)
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 10)
  return join(dataFolder(), 'projects', `${name || 'photos'}-${hash}`)
}
