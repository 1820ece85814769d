// The mean of two models' weights: a stage that learnt something new, and the one that it began with, which knows better
// what the new data lacks (Wortsman et al., CVPR 2022, "Robust fine-tuning of zero-shot models").
//
//   npm run build && node dist/bench/model/average.js BEFORE.onnx AFTER.onnx --share 0.65 --out FILE.onnx
//
// --share is that of the second model; choose it on the validation split. The preset is the second model's.

import { isDeepStrictEqual, parseArgs } from 'node:util'
import { writeWhole } from '../../src/cli/files.ts'
import { readWholeModel } from '../../src/cli/weight-file.ts'
import { writeModelFile } from '../../src/segmenter/index.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string' }, out: { type: 'string' } },
})
const [first, second] = positionals
const share = Number(values.share)
if (!first || !second || !values.out || !(share >= 0 && share <= 1))
  throw new Error('average: expected BEFORE.onnx AFTER.onnx --share 0..1 --out FILE.onnx')
const [before, after] = [await readWholeModel(first), await readWholeModel(second)]
if (!isDeepStrictEqual(before.description.network, after.description.network))
  throw new Error(`average: ${first} and ${second} are of different networks`)
const weights = new Map(
  [...after.weights].map(([name, weight]) => {
    const old = before.weights.get(name)!.data
    return [name, { ...weight, data: weight.data.map((value, k) => (1 - share) * old[k]! + share * value) }]
  }),
)
const lineage = `mean with the model before it: ${share} of this one`
const description = { ...after.description, lineage: [...after.description.lineage, lineage] }
await writeWhole(values.out, writeModelFile(description, weights))
