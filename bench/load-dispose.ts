// Does loading and disposing leave memory where it was? Prints the process's resident memory after every cycle.
//
//   npm run build && node --expose-gc dist/bench/load-dispose.js [--model FILE] [--runtime onnxruntime-web] [--cycles 10]
//
// glibc keeps up to 64 MB of freed memory for each thread; MALLOC_MMAP_THRESHOLD_=1000000 and
// MALLOC_TRIM_THRESHOLD_=1000000 in the environment make it give back what is free, so that only what is held counts.

import { parseArgs } from 'node:util'
import { Dextr, type LoadOptions } from '../src/index.ts'
import { machine } from './machine.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    runtime: { type: 'string', default: 'onnxruntime-node' },
    cycles: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
if (!global.gc) throw new Error('load-dispose: run it with node --expose-gc')

const runtime = values.runtime as LoadOptions['runtime']
const side = 400
const points = [
  [100, 200],
  [200, 100],
  [300, 200],
  [200, 300],
] as const
const pixels = { width: side, height: side, data: new Uint8Array(3 * side * side) }
const megabytes: number[] = []
let about = ''
// Code is loaded and compiled in the first cycles, and stays; the count begins after them.
const warmUp = 3
for (let cycle = 1 - warmUp; cycle <= Number(values.cycles); cycle++) {
  {
    await using dextr = await Dextr.load(values.model, { runtime })
    about = `${dextr.runtime}, model "${dextr.description.name}"`
    const photo = await dextr.open(pixels)
    await photo.segment(points)
  }
  global.gc()
  await new Promise(resolve => setTimeout(resolve, 100)) // memory of an ended worker is given back a little later
  global.gc()
  if (cycle >= 0) megabytes.push(process.memoryUsage.rss() / 2 ** 20)
}
if (values.json) console.log(JSON.stringify(megabytes))
else {
  console.log(machine(about, ''))
  console.log('cycle  resident MB')
  for (const [cycle, value] of megabytes.entries())
    console.log(String(cycle).padStart(5), value.toFixed(0).padStart(12))
  console.log(`growth from cycle 0 to ${values.cycles}: ${(megabytes.at(-1)! - megabytes[0]!).toFixed(0)} MB`)
}
