// What is a model worth on each set? Runs `dextr evaluate` on one set after the other; a folder for each holds its report.
//
//   npm run build && node dist/bench/model/evaluate.js MODEL --data DATA --out DIR
//       [--sets validation | grabcut50,hires | all] [--studies all] [--draws 10] [--limit N] [--threads N] [--refine]
//
// DATA has the folders train and evaluation. Evaluation sets are looked at once for each candidate. A set that has a
// report in DIR already is passed over, so that a run that was stopped goes on. The card's tables come from DIR:
// see card.ts.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chooseSets } from './sets.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    sets: { type: 'string', default: 'validation' },
    studies: { type: 'string', default: 'all' },
    draws: { type: 'string', default: '10' },
    limit: { type: 'string' },
    threads: { type: 'string', default: '2' },
    refine: { type: 'boolean', default: false },
  },
})
const [model] = positionals
const { data, out, studies, draws, limit, threads, refine } = values
if (!model || !data || !out) throw new Error('evaluate: expected MODEL --data DATA --out DIR')

const command = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
for (const { name, path, split, sequences } of chooseSets(values.sets)) {
  const folder = join(out, name)
  if (existsSync(join(folder, 'report.json'))) {
    console.log(`${name}: ${folder} has a report`)
    continue
  }
  const args = [
    ...['evaluate', model, '--data', join(data, path), '--out', folder, '--threads', threads, '--force'],
    ...(split ? ['--split', split, '--thresholds'] : []),
    ...(sequences ? ['--parts', sequences, '--mean', 'parts'] : []),
    ...(studies === 'none' ? [] : ['--studies', studies, '--draws', draws]),
    ...(limit ? ['--limit', limit] : []),
    ...(refine ? ['--refine'] : []),
  ]
  const { status } = spawnSync(process.execPath, [command, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
  console.log(`${name}: ${join(folder, 'report.md')}`)
}
