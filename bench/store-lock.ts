// Whether a project ever has two writers: node dist/bench/store-lock.js
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { machine } from './machine.ts'
import { lockRounds } from './store/lock-rounds.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } })
const rounds = Number(values.rounds)
console.log(machine(`${rounds} times two processes on one project at the same time`))
const program = fileURLToPath(new URL('store/open.js', import.meta.url))
const { stale, opened, refused } = await lockRounds(rounds, program, mkdir)
console.log(
  `${opened} got it, ${refused} were told who has it; ${stale} rounds began with the lock of a killed process: never two writers, nothing lost`,
)
