// What would a user without our model have? OpenCV's GrabCut from the tight box, and from the hull of the four points.
//
//   npm run build && node dist/bench/model/grabcut.js --data DATA --out FILE.json
//       [--sets all] [--limit N]
//
// Needs Debian's python3-opencv, see ../peers/grabcut.py. FILE.json stands beside a model's figures in the card: card.ts.
// It is written after each set; one that is in it already is passed over.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatasets, subset } from '../../src/datasets/index.ts'
import { evaluate, type ObjectResult, type Summary, summarise } from '../../src/evaluation/index.ts'
import { machine } from '../machine.ts'
import { startGrabCut } from '../peers/grabcut.ts'
import { chooseSets } from './sets.ts'

/** FILE.json. */
export type PeerFigures = {
  readonly peer: string
  readonly machine: string
  readonly datasets: { readonly name: string; readonly box: Summary; readonly hull: Summary }[]
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    sets: { type: 'string', default: 'all' },
    limit: { type: 'string' },
  },
})
const { data, out, limit } = values
if (!data || !out) throw new Error('grabcut: expected --data DATA --out FILE.json')

const peer = await startGrabCut()
const figures: PeerFigures = existsSync(out)
  ? JSON.parse(readFileSync(out, 'utf8'))
  : { peer: peer.description, machine: machine(), datasets: [] }
console.log(machine(peer.description))
for (const { name, path, split, sequences } of chooseSets(values.sets)) {
  if (figures.datasets.some(set => set.name === name)) continue
  const all = await openDatasets([
    {
      path: join(data, path),
      values: 'binary',
      crowds: 'void',
      minimumArea: 0,
      ...(split && { split }),
      ...(sequences && { parts: sequences }),
    },
  ])
  const dataset = limit ? subset(all, Number(limit), 1) : all
  const measure = async (kind: 'box' | 'points') => {
    const results: ObjectResult[] = []
    for await (const result of evaluate(dataset, peer.predict, { clicking: { kind, jitter: 0 } }))
      results.push(result)
    return summarise(results, sequences ? 'parts' : 'objects')
  }
  const set = { name, box: await measure('box'), hull: await measure('points') }
  figures.datasets.push(set)
  writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`)
  const line = ({ iou, seconds }: Summary) => `${iou.toFixed(3)} (${(1000 * seconds).toFixed(0)} ms)`
  console.log(`${name.padEnd(16)} ${set.box.objects} objects  box ${line(set.box)}  hull ${line(set.hull)}`)
}
peer.end()
