// How long is a forward pass, beside PyTorch's? Two threads, batch 1, random weights.
//
//   npm run build && node dist/bench/forward.js [--rounds 10]

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { buildNetwork, initialWeights, networkSchema, presets, probability } from '../src/network/index.ts'
import { writeModel } from '../src/onnx/index.ts'
import { startRuntime } from '../src/runtime/node.ts'
import { tensor } from '../src/tensor/index.ts'
import { interleaved, machine, median, timed } from './machine.ts'
import { startTorch } from './peers/torch.ts'

const threads = 2
const cases = [
  { name: 'resnet101-psp', size: 512 },
  { name: 'resnet50v2-psp', size: 256 },
] as const

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } })
const runtime = startRuntime()
const torch = await startTorch(threads)
console.log(machine(`${await runtime.describe()}, ${threads} threads; ${torch.description}`))
console.log('\nnetwork @ size            ours ms   PyTorch ms (layout)        ours / PyTorch')
for (const { name, size } of cases) {
  const config = v.parse(networkSchema, presets[name])
  const shape = [1, config.channels, size, size]
  const network = buildNetwork(config, shape)
  network.graph.output('probability', probability(network, config))
  const weights = initialWeights(network, new Map(), 1)
  const session = await runtime.load(writeModel(network.graph, { weights }), { threads })
  const input = tensor(
    'float32',
    shape,
    Float32Array.from({ length: size * size * config.channels }, (_, i) => i % 256),
  )
  const peer = (layout: 'nchw' | 'channels-last') => () =>
    torch.run({ kind: 'forward', network: name, batch: 1, size, layout })
  const taken = await interleaved(
    {
      ours: () => timed(() => session.run({ input })),
      nchw: peer('nchw'),
      'channels-last': peer('channels-last'),
    },
    Number(values.rounds),
  )
  await session.release()
  const ours = median(taken.ours!)
  const [layout, theirs] = (['nchw', 'channels-last'] as const)
    .map(key => [key, median(taken[key]!)] as const)
    .sort((a, b) => a[1] - b[1])[0]!
  const label = `${name} @ ${size}`.padEnd(24)
  console.log(
    `${label} ${ours.toFixed(0).padStart(8)}   ${theirs.toFixed(0)} (${layout})`.padEnd(62),
    (ours / theirs).toFixed(2),
  )
}
torch.end()
await runtime.dispose()
