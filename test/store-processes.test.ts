import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { crashRun } from '../bench/store/crash-run.ts'
import { lockRounds } from '../bench/store/lock-rounds.ts'
import { emptyDatabase } from './store-folder.ts'

// A little of what the benches store-crash and store-lock do at length; the processes are the built ones.
const program = (name: string) => fileURLToPath(new URL(`../dist/bench/store/${name}.js`, import.meta.url))

it.concurrent('a project of which the process is killed keeps every edit, and its snapshot rebuilds it', async () => {
  const { kills } = await crashRun(1, 60, program('edits'), emptyDatabase)
  expect(kills).toBeGreaterThan(1)
}, 600_000)

it.concurrent('a project has one writer at a time, also after one was killed', async () => {
  const { stale, opened } = await lockRounds(2, program('open'), emptyDatabase)
  expect(stale).toBe(1)
  expect(opened).toBeGreaterThanOrEqual(2)
}, 600_000)
