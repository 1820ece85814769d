// How long is a click, from four points to the mask, in a JPEG of 12 megapixels that is open already?
//
//   npm run build && node dist/bench/click.js [--model FILE] [--threads 2] [--rounds 20]

import { parseArgs } from 'node:util'
import { Dextr, type ObjectMask } from '../src/index.ts'
import { largePhoto } from './large-photo.ts'
import { machine, median, timed } from './machine.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '20' },
  },
})
const { path, points } = await largePhoto()
const dextr = await Dextr.load(values.model, { threads: Number(values.threads) })
const { name, preset } = dextr.description
const opening = performance.now()
const photo = await dextr.open(path)
const opened = performance.now() - opening

const clicks: { total: number; mask: ObjectMask }[] = []
for (let round = 0; round <= Number(values.rounds); round++) {
  let mask: ObjectMask | undefined
  const total = await timed(async () => {
    mask = await photo.segment(points)
  })
  clicks.push({ total, mask: mask! })
}
const [first, ...rest] = clicks
const { area, box } = first!.mask

console.log(machine(`${dextr.runtime}, ${values.threads} threads, model "${name}" at ${preset.size}²`))
console.log(`${photo.width}×${photo.height} JPEG, decoded in ${opened.toFixed(0)} ms`)
console.log(`mask of ${area} pixels, ${box ? box.x1 - box.x0 + 1 : 0} wide\n`)
console.log('                ms   total    crop  network   paste')
const line = (label: string, values: number[]) =>
  console.log(label.padEnd(18), ...values.map(value => value.toFixed(1).padStart(7)))
const parts = (click: (typeof clicks)[number]) => {
  const { crop, network, paste } = click.mask.milliseconds
  return [click.total, crop, network, paste]
}
line('first click', parts(first!))
const columns = rest.map(parts)
line(
  `median of ${rest.length}`,
  [0, 1, 2, 3].map(i => median(columns.map(column => column[i]!))),
)
await dextr.dispose()
