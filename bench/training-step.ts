// How long is a step of models/first/recipe.json, beside the same in PyTorch? Two threads, random data.
//
//   npm run build && node dist/bench/training-step.js [--rounds 6]

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { buildNetwork, initialWeights } from '../src/network/index.ts'
import { startRuntime } from '../src/runtime/node.ts'
import { type Shape, tensor } from '../src/tensor/index.ts'
import { recipeSchema, Trainer } from '../src/training/index.ts'
import { interleaved, machine, median, timed } from './machine.ts'
import { startTorch } from './peers/torch.ts'

const threads = 2
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '6' } } })
const file = new URL('../../models/first/recipe.json', import.meta.url)
const recipe = v.parse(recipeSchema, JSON.parse(await readFile(file, 'utf8')))
const { network, batch, preset } = recipe
const { size } = preset

const runtime = startRuntime()
const torch = await startTorch(threads)
const built = buildNetwork(network, [1, network.channels, size, size])
const trainer = await Trainer.create(
  runtime,
  { ...recipe, size, threads },
  initialWeights(built, new Map(), recipe.seed),
)

function filled(shape: Shape, value: (i: number) => number) {
  const length = shape.reduce((product, side) => product * side, 1)
  return tensor(
    'float32',
    shape,
    Float32Array.from({ length }, (_, i) => value(i)),
  )
}

const ours = () => {
  const input = filled([batch, network.channels, size, size], i => (i * 7919) % 256)
  const target = filled([batch, 1, size, size], i => (i % size > size / 3 ? 1 : 0))
  const weight = filled([batch, 1, size, size], () => 1)
  return timed(() => trainer.update([{ input, target, weight }], 1e-5))
}
const peer = (layout: 'nchw' | 'channels-last') => () =>
  torch.run({ kind: 'step', network: 'resnet50v2-psp', batch, size, layout })

const taken = await interleaved(
  { ours, nchw: peer('nchw'), 'channels-last': peer('channels-last') },
  Number(values.rounds),
)
const best = Math.min(median(taken.nchw!), median(taken['channels-last']!))
console.log(machine(`${await runtime.describe()}, ${threads} threads; ${torch.description}`))
console.log(
  `models/first/recipe.json, batch ${batch}, ${(trainer.size / 1e6).toFixed(1)} million trained parameters\n`,
)
for (const [name, ms] of Object.entries(taken))
  console.log(
    `${name.padEnd(16)} ${median(ms).toFixed(0).padStart(6)} ms a step, ${(median(ms) / batch).toFixed(0)} ms an object`,
  )
console.log(`\nours / the faster PyTorch: ${(median(taken.ours!) / best).toFixed(2)}`)
torch.end()
await runtime.dispose()
