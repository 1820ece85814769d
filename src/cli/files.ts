import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CommandError, exitCodes, UsageError } from './errors.ts'

/** Where a command reads from standard input or writes to standard output. */
export const standardStream = '-'

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder; check the path',
  EISDIR: 'this is a folder; name a file in it',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  EEXIST: 'a part of the path is a file, not a folder; check the path',
  EACCES: 'permission denied; change the permissions or choose another place',
  EPERM: 'permission denied; change the permissions or choose another place',
  EROFS: 'the disk cannot be written to; choose another place',
  ENOSPC: 'the disk is full; make room or choose another place',
  EDQUOT: 'the quota of the disk is used up; make room or choose another place',
  ENAMETOOLONG: 'the name is too long; choose a shorter one',
}

/** A file, or standard input. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    if (path === standardStream) return Buffer.concat(await process.stdin.toArray())
    return await readFile(path)
  } catch (error) {
    throw new CommandError(`${path}: ${reasonOf(error)}`, exitCodes.failure, { cause: error })
  }
}

/**
 * Writes a file whole or not at all: under another name beside its place, to the disk, and then renamed. A folder
 * that is not there is made.
 *
 * @throws CommandError that names the file and the mend, such as for a full disk; nothing of the file is left then
 */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const part = join(dirname(path), `.dextr-${process.pid}-${parts++}.part`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeSynced(part, content)
    await rename(part, path)
  } catch (error) {
    await rm(part).catch(() => {}) // it may not have come into being
    throw new CommandError(`${path}: ${reasonOf(error)}`, exitCodes.failure, { cause: error })
  }
}

/** Writes to a file by rename, or to standard output. */
export async function writeOutput(path: string, content: Uint8Array | string): Promise<void> {
  if (path !== standardStream) return writeWhole(path, content)
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(content, error => (error ? reject(error) : resolve())),
  )
}

/** Lines on standard output. */
export async function print(text: string): Promise<void> {
  await writeOutput(standardStream, text.endsWith('\n') ? text : `${text}\n`)
}

/** @throws UsageError when one of the files is there already */
export async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    if (path !== standardStream && (await exists(path)))
      throw new UsageError(`${path}: this file exists; choose another name, or replace it with --force`)
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** What is wrong with a file, for people. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[code ?? ''] ?? message
}

let parts = 0

/** What unfinished files are called. Short whatever the file is called, so that it is legal wherever that is. */
const partName = /^\.dextr-\d+-\d+\.part$/

/** Removes what killed processes left in a folder. */
export async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (partName.test(name)) await rm(join(folder, name))
}

async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
