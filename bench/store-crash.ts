// What is left of a project when its process is killed: node dist/bench/store-crash.js
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { machine, median } from './machine.ts'
import { crashRun } from './store/crash-run.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    edits: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
})
const [runs, edits, seed] = [Number(values.runs), Number(values.edits), Number(values.seed)]
console.log(machine(`${runs} runs of ${edits} edits, each killed (kill -9) until it is through`))

const program = fileURLToPath(new URL('store/edits.js', import.meta.url))
const all = []
for (let run = 0; run < runs; run++) {
  const begun = performance.now()
  const result = await crashRun(seed + run, edits, program, mkdir)
  all.push(result)
  const { kills, unanswered, behind } = result
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  console.log(
    `run ${run + 1}: ${kills} kills, ${unanswered} edits in the store before their answer, snapshot at most ${behind.toFixed(1)} s behind, ${seconds} s`,
  )
}
const kills = all.reduce((sum, run) => sum + run.kills, 0)
console.log(
  `${kills} kills: no acknowledged edit lost, no half edit, every project rebuilt from its snapshot; snapshot behind: median ${median(all.map(({ behind }) => behind)).toFixed(1)} s, most ${Math.max(...all.map(({ behind }) => behind)).toFixed(1)} s`,
)
