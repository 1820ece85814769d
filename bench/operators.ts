// Which formulation of a gradient is the fastest? Convolutions and max pooling, batch 8, random data.
//
//   npm run build && node dist/bench/operators.js [--threads 2] [--rounds 7] [--only "3×3"]
//   node dist/bench/operators.js --processor     processor time of one thread, for a machine that is busy

import { parseArgs } from 'node:util'
import * as ort from 'onnxruntime-node'
import { maxPool } from '../src/onnx/index.ts'
import { machine, median } from './machine.ts'
import {
  type Convolution,
  describeConvolution,
  inputGradients,
  kernelGradients,
} from './operators/convolution-gradients.ts'
import { poolGradients } from './operators/pool-gradients.ts'
import { type Inputs, noise, race, result, type Way } from './operators/race.ts'

const batch = 8
const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    processor: { type: 'boolean', default: false },
  },
})
const { processor } = values
const clock = { threads: processor ? 1 : Number(values.threads), rounds: Number(values.rounds), processor }

/** Those of ResNet-50 at 256², whose last stages keep the map at 16² or 32². */
const convolutions: Convolution[] = [
  { inputs: 4, outputs: 64, size: 7, stride: 2, dilation: 1, side: 256 },
  { inputs: 256, outputs: 64, size: 1, stride: 1, dilation: 1, side: 64 },
  { inputs: 64, outputs: 64, size: 3, stride: 1, dilation: 1, side: 64 },
  { inputs: 128, outputs: 128, size: 3, stride: 2, dilation: 1, side: 64 },
  { inputs: 512, outputs: 128, size: 1, stride: 1, dilation: 1, side: 32 },
  { inputs: 128, outputs: 128, size: 3, stride: 1, dilation: 1, side: 32 },
  { inputs: 256, outputs: 256, size: 3, stride: 1, dilation: 1, side: 16 },
  { inputs: 256, outputs: 256, size: 3, stride: 1, dilation: 2, side: 32 },
  { inputs: 1024, outputs: 256, size: 1, stride: 1, dilation: 1, side: 16 },
  { inputs: 512, outputs: 512, size: 3, stride: 1, dilation: 2, side: 16 },
  { inputs: 512, outputs: 512, size: 3, stride: 1, dilation: 4, side: 32 },
  { inputs: 256, outputs: 512, size: 1, stride: 2, dilation: 1, side: 64 },
]

const counted = processor ? 'processor time' : 'wall time'
console.log(
  machine(
    `onnxruntime-node ${ort.env.versions.node}, ${clock.threads} thread(s), ${counted} in ms, median (and least) of ${clock.rounds}, batch ${batch}`,
  ),
)

async function table(title: string, rows: Iterable<[string, Record<string, Way>, Inputs]>): Promise<void> {
  const wanted = [...rows].filter(([name]) => name.includes(values.only))
  if (wanted.length > 0) console.log(`\n${title}`)
  for (const [name, ways, inputs] of wanted) {
    const taken = Object.entries(await race(ways, inputs, clock))
    console.log(
      `${name.padEnd(32)} ${taken.map(([way, ms]) => `${way} ${median(ms).toFixed(1)} (${Math.min(...ms).toFixed(1)})`).join('   ')}`,
    )
  }
}

function* kernelRows(): Generator<[string, Record<string, Way>, Inputs]> {
  for (const convolution of convolutions) {
    const { inputs, outputs, stride, side } = convolution
    yield [
      describeConvolution(convolution),
      kernelGradients(convolution),
      {
        x: noise([batch, inputs, side, side], 1),
        dy: noise([batch, outputs, side / stride, side / stride], 2),
      },
    ]
  }
}

function* inputRows(): Generator<[string, Record<string, Way>, Inputs]> {
  // Nobody wants the gradient of the picture.
  for (const convolution of convolutions.slice(1)) {
    const { inputs, outputs, size, stride, side } = convolution
    yield [
      describeConvolution(convolution),
      inputGradients(convolution, batch),
      {
        dy: noise([batch, outputs, side / stride, side / stride], 1),
        weight: noise([outputs, inputs, size, size], 2),
      },
    ]
  }
}

await table('Gradient of a convolution with respect to its weight', kernelRows())
await table('Gradient of a convolution with respect to its input', inputRows())
const pooled = noise([batch, 64, 128, 128], 1)
const maxima = await result(({ x }) => maxPool(x!, { size: 3, stride: 2, padding: 1 }), { x: pooled })
const inputs = {
  x: pooled,
  y: { shape: [batch, 64, 64, 64], data: maxima },
  dy: noise([batch, 64, 64, 64], 2),
}
await table('Gradient of max pooling 3×3, stride 2, padding 1', [['pool 64 at 128²', poolGradients, inputs]])
