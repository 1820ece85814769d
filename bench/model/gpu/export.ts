// The graphs of a training run and its starting weights as files that executor.py reads: graphs.json and constants.bin.
//
//   npm run build && node dist/bench/model/gpu/export.js --recipe models/long/recipe.json --model MODEL.onnx --out DIR
//       [--batch N] [--predict-batch 16]
//
// --batch is the recipe's unless it is given. --predict-batch is how many answers of the network are asked for at once,
// for the corrections of samples.

import { register } from 'node:module'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    recipe: { type: 'string' },
    model: { type: 'string' },
    out: { type: 'string' },
    batch: { type: 'string' },
    'predict-batch': { type: 'string', default: '16' },
  },
})
const { recipe, model, out, batch } = values
if (!recipe || !model || !out) throw new Error('export: expected --recipe FILE --model FILE --out DIR')

// Hooks are for what is imported later.
register('./gradient-hooks.js', import.meta.url)
const { writeGraphs } = await import('./write-graphs.ts')
await writeGraphs({
  recipe,
  model,
  out,
  batch: batch === undefined ? undefined : Number(batch),
  predictBatch: Number(values['predict-batch']),
})
