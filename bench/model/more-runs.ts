// What would more runs of the network bring than one for each object, or more pixels than it was trained with?
//
//   npm run build && node dist/bench/model/more-runs.js MODEL --data DATA [--limit 200] [--sizes 192,256] [--threads 2]
//
// On the validation split, four extreme points. MODEL is one in float. A size that the model was not trained with is
// another crop of the photo for the same weights.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readWholeModel } from '../../src/cli/weight-file.ts'
import { openDatasets, subset } from '../../src/datasets/index.ts'
import { evaluate, type ObjectResult, type Predict, plainTable } from '../../src/evaluation/index.ts'
import { type Guidance, pasteMask, prepare } from '../../src/guidance/index.ts'
import { pyramid } from '../../src/image/index.ts'
import { Mask } from '../../src/mask/index.ts'
import { startRuntime } from '../../src/runtime/node.ts'
import { modelInput, modelOutput, writeModelFile } from '../../src/segmenter/index.ts'
import { machine } from '../machine.ts'
import { validationSet } from './sets.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    limit: { type: 'string', default: '200' },
    sizes: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
})
const [file] = positionals
if (!file || !values.data) throw new Error('more-runs: expected MODEL --data DATA')
const model = await readWholeModel(file)
const { preset } = model.description
const threads = Number(values.threads)
const whole = await openDatasets([
  {
    path: join(values.data, validationSet.path),
    split: 'validation',
    values: 'binary',
    crowds: 'void',
    minimumArea: 0,
  },
])
const dataset = subset(whole, Number(values.limit), 0)
const runtime = startRuntime(undefined, threads)

/** What a run sees and says: probabilities of the crop's pixels. */
type Answer = (photo: Parameters<Predict>[0], guidance: Guidance, mirrored?: boolean) => Promise<Run>
type Run = { readonly data: Float32Array; readonly frame: ReturnType<typeof prepare>['frame'] }

/** Ways to get one answer from runs of the network. */
const ways: Record<string, (run: Answer) => Answer> = {
  'one run': run => run,
  'mean with the mirrored crop': run => async (photo, clicks) => {
    const [plain, mirrored] = [await run(photo, clicks), await run(photo, clicks, true)]
    return { ...plain, data: plain.data.map((value, k) => (value + mirrored.data[k]!) / 2) }
  },
}
if (preset.channels.includes('previous'))
  ways['a second run that sees the first answer'] = run => async (photo, clicks) => {
    const { data, frame } = await run(photo, clicks)
    return run(photo, { ...clicks, previous: { probability: square(data, preset.size), box: frame.box } })
  }

const rows: string[][] = []
for (const size of [preset.size, ...(values.sizes ? values.sizes.split(',').map(Number) : [])]) {
  const sized = { ...preset, size, clickWidth: (preset.clickWidth * size) / preset.size }
  const bytes = writeModelFile({ ...model.description, preset: sized }, model.weights, 'float32')
  const session = await runtime.load(bytes, { threads })
  const run: Answer = async (photo, guidance, mirrored = false) => {
    const { input, frame } = prepare(pyramid(photo), guidance, sized)
    if (mirrored) input.data.set(mirror(input.data, size))
    const outputs = await session.run({ [modelInput]: input })
    const answer = outputs[modelOutput]!.data as Float32Array
    return { data: mirrored ? mirror(answer, size) : answer, frame }
  }
  for (const [name, way] of Object.entries(size === preset.size ? ways : { 'one run': ways['one run']! })) {
    const answer = way(run)
    const predict: Predict = async (photo, clicks) => {
      const { data, frame } = await answer(photo, clicks)
      return Mask.fromBitmap(pasteMask(square(data, size), frame, sized, photo), photo)
    }
    const results: ObjectResult[] = []
    for await (const result of evaluate(dataset, predict, { clicking: { kind: 'points', jitter: 0 } }))
      results.push(result)
    const mean = (of: (result: ObjectResult) => number) =>
      (results.reduce((sum, result) => sum + of(result), 0) / results.length).toFixed(4)
    rows.push([`${size} px, ${name}`, mean(({ iou }) => iou), mean(({ boundaryF }) => boundaryF)])
  }
}
await runtime.dispose()
console.log(`${machine(`${dataset.entries.length} objects of ${whole.name}, ${file}`)}\n`)
console.log(plainTable({ head: ['', 'IoU', 'boundary F'], rows }))

function square(data: Float32Array, size: number) {
  return { width: size, height: size, channels: 1, data }
}

/** Planes of a crop, left and right exchanged. */
function mirror(data: Float32Array, size: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(data, (_, k) => data[k - (k % size) + size - 1 - (k % size)]!)
}
