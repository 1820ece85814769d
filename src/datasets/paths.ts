import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatasetError } from './dataset-error.ts'
import { inParallel } from './in-parallel.ts'

export async function isFolder(path: string): Promise<boolean> {
  return (await kind(path)) === 'folder'
}

export async function isFile(path: string): Promise<boolean> {
  return (await kind(path)) === 'file'
}

/**
 * Names of the files in a folder, without hidden ones, in order.
 *
 * @throws DatasetError when there is no such folder
 */
export function filesIn(folder: string): Promise<string[]> {
  return namesIn(folder, 'file')
}

/** Names of the folders in a folder, likewise. */
export function foldersIn(folder: string): Promise<string[]> {
  return namesIn(folder, 'folder')
}

/**
 * Paths of the files in a folder and the folders in it, without hidden ones, in order. Links to folders are not
 * followed, for they may lead round.
 *
 * @throws DatasetError when there is no such folder
 */
export async function filesBelow(folder: string): Promise<string[]> {
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true })
    return found
      .filter(entry => !entry.isDirectory())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => !/(^|[\\/])\./.test(path.slice(folder.length)))
      .sort()
  } catch (error) {
    throw new DatasetError(`${folder}: the folder cannot be read (${reason(error)})`, { cause: error })
  }
}

/** @param what  the file is called, for the error  @throws DatasetError when it cannot be read */
export async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new DatasetError(`${path}: ${what} cannot be read (${reason(error)})`, { cause: error })
  }
}

/** Why a file cannot be read, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const known: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    ENOTDIR: 'it is no folder',
    EISDIR: 'it is a folder',
    EACCES: 'its permissions forbid it',
  }
  return known[code ?? ''] ?? message
}

async function kind(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}

async function namesIn(folder: string, wanted: 'folder' | 'file'): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter(name => !name.startsWith('.')).sort()
    const kinds = await inParallel(names, name => kind(join(folder, name)))
    return names.filter((_, i) => kinds[i] === wanted)
  } catch (error) {
    throw new DatasetError(`${folder}: the folder cannot be read (${reason(error)})`, { cause: error })
  }
}
