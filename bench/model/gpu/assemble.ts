// A model file from the weights that server.py saved.
//
//   npm run build && node dist/bench/model/gpu/assemble.js RUN/average --graphs DIR --recipe FILE --model MODEL.onnx
//       --lineage TEXT --out FILE.onnx [--name dextr]
//
// --model is what the run began with: licence and lineage are its own, and --lineage is added.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { writeWhole } from '../../../src/cli/files.ts'
import { readWholeModel } from '../../../src/cli/weight-file.ts'
import { writeModelFile } from '../../../src/segmenter/index.ts'
import { elementCount, float16ToFloat32, tensor } from '../../../src/tensor/index.ts'
import { readRecipe } from '../../../src/training/index.ts'
import type { GraphsFile } from './write-graphs.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    graphs: { type: 'string' },
    recipe: { type: 'string' },
    model: { type: 'string' },
    lineage: { type: 'string' },
    out: { type: 'string' },
    name: { type: 'string', default: 'dextr' },
  },
})
const [saved] = positionals
const { graphs, recipe: recipeFile, model, lineage, out, name } = values
if (!saved || !graphs || !recipeFile || !model || !lineage || !out)
  throw new Error(
    'assemble: expected RUN/average --graphs DIR --recipe FILE --model FILE --lineage TEXT --out FILE',
  )
const { network, preset } = readRecipe(await readFile(recipeFile, 'utf8'), recipeFile)
const { description } = await readWholeModel(model)
if (!isDeepStrictEqual(description.network, network))
  throw new Error(`assemble: ${model} is of another network than ${recipeFile}`)

const { weights: places }: GraphsFile = JSON.parse(await readFile(join(graphs, 'graphs.json'), 'utf8'))
const halves = await Promise.all([0, 1].map(half => readFile(`${saved}.${half}`)))
const bytes = Uint8Array.from(Buffer.concat(halves))
const all = float16ToFloat32(new Uint16Array(bytes.buffer))
let taken = 0
const weights = new Map(
  Object.entries(places).map(([parameter, { shape }]) => {
    const start = taken
    taken += elementCount(shape)
    return [parameter, tensor('float32', shape, all.slice(start, taken))]
  }),
)
if (taken !== all.length)
  throw new Error(`assemble: ${saved} has ${all.length} weights, the graphs have ${taken}`)
const described = { ...description, name, preset, lineage: [...description.lineage, lineage] }
await writeWhole(out, writeModelFile(described, weights))
