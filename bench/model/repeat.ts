// Does a run repeat another one? Compares what each wrote of its steps.
//
//   npm run build && node dist/bench/model/repeat.js runs/one runs/logged
//
// The folders are those of `dextr train --out`. Losses are equal to the last bit where code, data, recipe and the number
// of threads are.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readMetrics } from '../../src/evaluation/index.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const [run, logged] = positionals
if (!run || !logged) throw new Error('repeat: expected the folders of two runs')
const [steps, expected] = await Promise.all([run, logged].map(lossByStep))
const both = [...steps!].filter(([step]) => expected!.has(step))
if (both.length === 0) throw new Error(`repeat: ${run} and ${logged} have no step in common`)
const differences = both.map(([step, loss]) => Math.abs(loss - expected!.get(step)!))
const first = both.find((_, i) => differences[i]! > 0)
console.log(
  `${both.length} steps in both, ${differences.filter(difference => difference === 0).length} with equal loss` +
    (first ? `; first other at step ${first[0]}, largest difference ${Math.max(...differences)}` : ''),
)

async function lossByStep(folder: string): Promise<Map<number, number>> {
  const { losses } = readMetrics(await readFile(join(folder, 'metrics.jsonl'), 'utf8'))
  return new Map(losses.map(({ x, y }) => [x, y]))
}
