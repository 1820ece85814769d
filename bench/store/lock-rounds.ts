import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/store/index.ts'
import { start } from './start.ts'

export type LockRounds = {
  /** Rounds that began with the lock of a process that was killed. */
  readonly stale: number
  /** Processes that got the project, and that were told who has it. */
  readonly opened: number
  readonly refused: number
}

/**
 * Two processes that want one project at the same time, again and again; every second time after one that had it was
 * killed.
 *
 * @param program  the compiled bench/store/open.ts
 * @param prepare  as of crashRun
 * @throws Error when two had the project at once, nobody got it, or an edit is lost
 */
export async function lockRounds(
  rounds: number,
  program: string,
  prepare: (data: string) => Promise<unknown>,
): Promise<LockRounds> {
  const folder = mkdtempSync(join(tmpdir(), 'dextr-lock-'))
  const [photos, data] = [join(folder, 'photos'), join(folder, 'data')]
  mkdirSync(photos)
  await prepare(data)
  try {
    const names: string[] = []
    let [stale, opened, refused] = [0, 0, 0]
    for (let round = 0; round < rounds; round++) {
      if (round % 2 === 1) {
        stale++
        const name = `killed in round ${round}`
        const holder = start(program, [photos, data, name, 60_000])
        for await (const line of holder.lines) if (line.startsWith('did')) holder.killAfter(0)
        await holder.end
        names.push(name)
      }
      const both = [0, 1].map(which => `round ${round}, ${which}`)
      const times = await Promise.all(both.map(name => open(program, [photos, data, name, 200])))
      const had = times.flatMap((time, i) => (time ? [{ name: both[i]!, ...time }] : []))
      if (had.length === 0) throw new Error(`round ${round}: nobody got the project`)
      const [first, second] = had.sort((a, b) => Number(a.from - b.from))
      if (second && second.from < first!.to)
        throw new Error(`round ${round}: two had the project at the same time`)
      opened += had.length
      refused += times.length - had.length
      names.push(...had.map(({ name }) => name))
    }
    const store = await openStore({ photos, data })
    const classes = (await store.classes()).map(({ name }) => name)
    await store.close()
    const lost = names.filter(name => !classes.includes(name))
    if (lost.length > 0) throw new Error(`lost: ${lost.join('; ')}`)
    return { stale, opened, refused }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** From when until when a process had the project; undefined when another one had it. */
async function open(program: string, values: readonly (string | number)[]) {
  const child = start(program, values)
  const said = new Map<string, bigint>()
  for await (const line of child.lines) {
    const [what, time] = line.split(' ') as [string, string]
    said.set(what, BigInt(time))
  }
  if ((await child.end) !== 0) throw new Error(child.errors())
  return said.has('locked') ? undefined : { from: said.get('open')!, to: said.get('closed')! }
}
