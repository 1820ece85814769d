// What helps? Short runs of a recipe, each otherwise in one thing (variants.ts), measured on the validation split.
//
//   npm run build && node dist/bench/model/compare.js --recipe models/dextr/recipe.json --data DIR --weights FILE
//       --out DIR [--scenes DIR] [--steps 300] [--seeds 1,2,3] [--only "as it is,soft IoU only"] [--objects 480]
//
// --scenes is a folder of rendered scenes (npm run scenes). A run that has ended is not made again, one that was stopped
// goes on, so the command may be given again with more seeds. Prints a table.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { plainTable, readMetrics } from '../../src/evaluation/index.ts'
import { machine } from '../machine.ts'
import { type Variant, variants } from './variants.ts'

const { values } = parseArgs({
  options: {
    recipe: { type: 'string' },
    data: { type: 'string' },
    weights: { type: 'string' },
    out: { type: 'string' },
    scenes: { type: 'string' },
    steps: { type: 'string', default: '300' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string' },
    objects: { type: 'string', default: '480' },
  },
})
const { data, weights, out, scenes, steps, objects } = values
if (!values.recipe || !data || !weights || !out)
  throw new Error('compare: expected --recipe FILE --data DIR --weights FILE --out DIR')
const only = values.only?.split(',')
const unknown = only?.find(name => !variants.some(variant => variant.name === name))
if (unknown !== undefined)
  throw new Error(`compare: no variant "${unknown}", expected ${variants.map(({ name }) => name).join(', ')}`)
const chosen = variants.filter(
  ({ name, scenes: wanted }) => (only?.includes(name) ?? true) && (scenes || !wanted),
)
const recipe = JSON.parse(await readFile(values.recipe, 'utf8'))
const command = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const seeds = values.seeds.split(',')
await mkdir(out, { recursive: true })

const results = new Map<Variant, number[]>(chosen.map(variant => [variant, []]))
for (const seed of seeds)
  for (const [variant, list] of results) {
    const iou = await trained(variant, seed)
    list.push(iou)
    console.log(`${variant.name}, seed ${seed}: ${iou.toFixed(4)}`)
  }

const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
const points = (share: number) => `${share < 0 ? '-' : '+'}${Math.abs(100 * share).toFixed(1)}`
const [[, base]] = results as unknown as [[Variant, number[]]]
console.log(
  `\n${machine(`${steps} steps, seeds ${seeds.join(', ')}, ${objects} objects of the validation split`)}\n`,
)
console.log(
  plainTable({
    head: ['variant', 'IoU', 'points', 'by seed'],
    rows: [...results].map(([{ name }, list]) => [
      name,
      mean(list).toFixed(4),
      points(mean(list) - mean(base)),
      list.map((iou, k) => points(iou - base[k]!)).join(' '),
    ]),
  }),
)

/** Mean IoU on the validation split at the end of a run, which is made unless it was. */
async function trained({ name, change, scenes: wanted }: Variant, seed: string): Promise<number> {
  const words = name.replace(/\W+/g, '-').replace(/-$/, '')
  const file = join(out!, `${words}.json`)
  await writeFile(file, JSON.stringify(change(recipe), null, 2))
  const folder = join(out!, `${words}-${seed}`)
  const metrics = join(folder, 'metrics.jsonl')
  const last = async () => {
    if (!existsSync(metrics)) return undefined
    const { validations } = readMetrics(await readFile(metrics, 'utf8'))
    return validations.find(({ x }) => x === Number(steps))?.y
  }
  const before = await last()
  if (before !== undefined) return before
  const { status } = spawnSync(
    process.execPath,
    [
      ...[command, 'train', file, '--resume', '--data', data!, ...(wanted ? ['--data', scenes!] : [])],
      ...['--weights', weights!, '--out', folder, '--steps', steps, '--seed', seed],
      ...['--validation-objects', objects, '--validate-every', steps],
      // Scenes are trained on, and never measured.
      ...['--validation-data', data!, '--validation-split', 'validation'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const after = await last()
  if (status !== 0 || after === undefined) throw new Error(`compare: the run in ${folder} did not end`)
  return after
}
