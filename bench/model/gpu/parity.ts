// Does executor.py compute what the trainer does? Four steps of both on random samples, in float32.
//
//   npm run build && node dist/bench/model/gpu/parity.js --graphs DIR --recipe FILE --model MODEL.onnx
//       [--python python3]
//
// DIR is what export.js wrote of the same recipe and model. A small batch does: see --batch of export.js.

import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readWholeModel } from '../../../src/cli/weight-file.ts'
import { random } from '../../../src/image/index.ts'
import { startRuntime } from '../../../src/runtime/node.ts'
import { type Tensor, tensor } from '../../../src/tensor/index.ts'
import { type Batch, readRecipe, Trainer } from '../../../src/training/index.ts'
import { machine } from '../../machine.ts'
import type { GraphsFile } from './write-graphs.ts'

const { values } = parseArgs({
  options: {
    graphs: { type: 'string' },
    recipe: { type: 'string' },
    model: { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
})
const { graphs, recipe: recipeFile, model, python } = values
if (!graphs || !recipeFile || !model)
  throw new Error('parity: expected --graphs DIR --recipe FILE --model FILE')
const rate = 1e-3
const steps = 4
const recipe = readRecipe(await readFile(recipeFile, 'utf8'), recipeFile)
const { size, channels, batch }: GraphsFile = JSON.parse(await readFile(join(graphs, 'graphs.json'), 'utf8'))

type Result = { readonly loss: number; readonly norm: number }
type Results = { readonly steps: readonly Result[]; readonly probability: readonly number[] }

const sample = randomBatch()
const runtime = startRuntime()
const description = await runtime.describe()
const ours = await trained()
await runtime.dispose()
const theirs = await executed()

const apart = (kind: keyof Result) =>
  ours.steps.map((step, i) => Math.abs(theirs.steps[i]![kind] / step[kind] - 1))
const furthest = ours.probability.reduce(
  (most, value, i) => Math.max(most, Math.abs(value - theirs.probability[i]!)),
  0,
)
console.log(machine(`${description}; ${batch} crops of ${size}², ${steps} steps at a rate of ${rate}`))
console.log(`losses: ${ours.steps.map(({ loss }) => loss.toFixed(6)).join(', ')}`)
for (const kind of ['loss', 'norm'] as const) {
  const differences = apart(kind)
  const each = differences.map(difference => difference.toExponential(1)).join(', ')
  console.log(
    `largest relative difference of ${kind}: ${Math.max(...differences).toExponential(1)} (${each})`,
  )
}
console.log(`largest difference of a probability after them: ${furthest.toExponential(1)}`)

function randomBatch(): Batch {
  const next = random(1)
  const filled = (planes: number, value: (plane: number) => number) =>
    tensor(
      'float32',
      [batch, planes, size, size],
      Float32Array.from({ length: batch * planes * size ** 2 }, (_, i) =>
        value(Math.floor(i / size ** 2) % planes),
      ),
    )
  return {
    input: filled(channels, plane => next() * (plane < 3 ? 255 : 1)),
    target: filled(1, () => Number(next() > 0.5)),
    weight: filled(1, () => Number(next() > 0.1)),
  }
}

/** What the trainer makes of the batch. */
async function trained(): Promise<Results> {
  const { weights } = await readWholeModel(model!)
  const trainer = await Trainer.create(runtime, { ...recipe, batch, size }, weights)
  const copy = ({ shape, data }: Tensor<'float32'>) => tensor('float32', shape, data.slice())
  const results: Result[] = []
  for (let step = 0; step < steps; step++) {
    const { input, target, weight } = sample
    const given = { input: copy(input), target: copy(target), weight: copy(weight) }
    results.push(await trainer.update([given], rate))
  }
  const first = sample.input.data.slice(0, channels * size ** 2)
  const { data } = await trainer.predict(tensor('float32', [1, channels, size, size], first))
  await trainer.dispose()
  return { steps: results, probability: [...data] }
}

/** What the executor makes of it. */
async function executed(): Promise<Results> {
  const { optimiser, averaging } = recipe
  const [beta1, beta2] = optimiser.name === 'sgd' ? [0, 0] : [optimiser.beta1, optimiser.beta2]
  const scalars = Array.from({ length: steps }, (_, i) => ({
    rate,
    correction1: 1 - beta1 ** (i + 1),
    correction2: 1 - beta2 ** (i + 1),
    blend: Math.max(1 - averaging, 9 / (i + 11)),
  }))
  const folder = await mkdtemp(join(tmpdir(), 'dextr-parity-'))
  try {
    const file = join(folder, 'batch.bin')
    const parts = [sample.input, sample.target, sample.weight].map(({ data }) => Buffer.from(data.buffer))
    await writeFile(file, Buffer.concat(parts))
    const script = fileURLToPath(new URL('../../../../bench/model/gpu/parity.py', import.meta.url))
    const { status, stdout } = spawnSync(python, ['-B', script, graphs!, file, JSON.stringify(scalars)], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error(`parity: ${python} did not end well`)
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}
