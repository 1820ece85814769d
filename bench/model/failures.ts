// What does a model get wrong? The worst object of each kind in rendered scenes, as a picture for its card.
//
//   npm run build && node dist/bench/model/failures.js MODEL --data SCENES --out models/failures.jpg [--threads 2]
//
// SCENES is a folder that npm run scenes made, of other seeds than those that were trained on.

import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { openDatasets } from '../../src/datasets/index.ts'
import { contactSheet, evaluate, type ObjectResult, predictWith } from '../../src/evaluation/index.ts'
import { Dextr } from '../../src/index.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
})
const [model] = positionals
const { data, out } = values
if (!model || !data || !out) throw new Error('failures: expected MODEL --data SCENES --out FILE.jpg')
/** Two rows of a sheet. */
const shown = 10

const dataset = await openDatasets([{ path: data, values: 'binary', crowds: 'void', minimumArea: 0 }])
const dextr = await Dextr.load(model, { threads: Number(values.threads) })
const worst = new Map<string, ObjectResult>()
let [count, sum] = [0, 0]
for await (const result of evaluate(dataset, predictWith(dextr), {
  clicking: { kind: 'points', jitter: 0 },
})) {
  const kind = result.entry.class ?? ''
  if (!(result.iou >= (worst.get(kind)?.iou ?? 1))) worst.set(kind, result)
  count++
  sum += result.iou
}
await dextr.dispose()
const title = `The worst of each kind, of ${count} objects in rendered scenes; mean IoU ${(sum / count).toFixed(3)}`
const sheet = await contactSheet(dataset, [...worst.values()], title, { worst: shown, median: 0, best: 0 })
await sharp(Buffer.from(sheet)).jpeg({ quality: 82 }).toFile(out)
console.log(`${out}: ${title}`)
