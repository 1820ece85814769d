import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { random } from '../../src/image/index.ts'
import { openStore } from '../../src/store/index.ts'
import { Session } from '../../test/editing-session.ts'
import { wholeDocument } from '../../test/whole-document.ts'
import { start, unedited } from './start.ts'

export type CrashRun = {
  readonly kills: number
  /** Edits that were in the store although the kill came before they were acknowledged. */
  readonly unanswered: number
  /**
   * For how long a process had been running with an acknowledged edit that was not in the snapshot yet, when a kill
   * came; in seconds.
   */
  readonly behind: number
}

const snapshot = 'annotations.dextr.json'

/**
 * A session of edits in a process that is killed (kill -9) at random moments and started again, as often as it takes;
 * at the end the project is rebuilt from the snapshot that the last kill left, without the store.
 *
 * @param program  the compiled bench/store/edits.ts
 * @param prepare  makes the data folder of a project: an empty one, or one with the database that PGlite takes
 *   seconds to make
 * @throws Error when an acknowledged edit is lost, half an edit is there, or the rebuilt project is not the session's
 */
export async function crashRun(
  seed: number,
  edits: number,
  program: string,
  prepare: (data: string) => Promise<unknown>,
): Promise<CrashRun> {
  const folder = mkdtempSync(join(tmpdir(), 'dextr-crash-'))
  const [photos, data, copied] = ['photos', 'data', 'copied'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [photos, copied]) mkdirSync(path)
  await prepare(data)
  try {
    const next = random(seed)
    /** When each edit was acknowledged, the first at 0. */
    const acknowledged: number[] = []
    let [kills, unanswered, behind] = [0, 0, 0]
    while (acknowledged.length < edits) {
      const before = acknowledged.length
      const child = start(program, [photos, data, seed, before + 1, edits])
      // Some die while they open, most between two edits or within one, and the last after the last edit.
      let left = 1 + Math.floor(next() * Math.min(edits / 3, edits - before))
      if (next() < 0.1) child.killAfter(next() * 1000)
      let opened = Number.POSITIVE_INFINITY
      for await (const line of child.lines) {
        if (line.startsWith('open')) {
          opened = performance.now()
          unanswered += Math.max(0, Number(line.slice(5)) - before)
        } else {
          acknowledged.push(performance.now())
          if (--left === 0) child.killAfter(next() * 8)
        }
      }
      const code = await child.end
      if (code !== null && code !== 0) throw new Error(`seed ${seed}: ${child.errors()}`)
      kills++
      const missing = acknowledged[versionOf(photos)]
      if (missing !== undefined) behind = Math.max(behind, performance.now() - Math.max(missing, opened))
    }
    if (existsSync(join(photos, snapshot))) copyFileSync(join(photos, snapshot), join(copied, snapshot))
    const check = start(program, [photos, data, seed, edits + 1, edits])
    let opened: string | undefined
    for await (const line of check.lines) opened ??= line
    if ((await check.end) !== 0 || opened !== `open ${edits}`)
      throw new Error(`seed ${seed}: after ${edits} edits the store says "${opened}" ${check.errors()}`)
    rmSync(data, { recursive: true })
    await prepare(data)
    await compare(copied, data, seed)
    return { kills, unanswered, behind: behind / 1000 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Rebuilds a project, and compares it with the session. */
async function compare(photos: string, data: string, seed: number): Promise<void> {
  const version = versionOf(photos)
  const store = await openStore({ photos, data })
  const document = await wholeDocument(store)
  await store.close()
  const session = new Session(seed, unedited(document)).to(version)
  if (store.version !== version || !isDeepStrictEqual(document, session.document))
    throw new Error(`seed ${seed}: rebuilt from version ${version}, the project is not what it was then`)
}

/** The last edit in the snapshot. */
function versionOf(photos: string): number {
  const path = join(photos, snapshot)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).dextr.version : 0
}
