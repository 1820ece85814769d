// How long does a process take from its start to its first mask in a file? `dextr segment` as a whole, and the same
// through the library with the time of each part. New processes for every round.
//
//   npm run build && node dist/bench/cold-start.js [--model FILE] [--photo FILE --points "x,y x,y x,y x,y"] [--rounds 5]

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { largePhoto } from './large-photo.ts'
import { machine, median } from './machine.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    photo: { type: 'string' },
    points: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    once: { type: 'boolean', default: false },
  },
})

const maskFile = join(tmpdir(), 'dextr-bench-mask.png')
const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))

if (values.once) await once()
else await measure()

/** Prints how long each part took, as JSON. */
async function once() {
  const { Dextr } = await import('../src/index.ts')
  const laps = [performance.now()] // since the start of the process
  const lap = <T>(result: T): T => {
    laps.push(performance.now())
    return result
  }
  const dextr = lap(await Dextr.load(values.model))
  const photo = lap(await dextr.open(values.photo!))
  const points = values.points!.split(' ').map(point => point.split(',').map(Number) as [number, number])
  const mask = lap(await photo.segment(points))
  writeFileSync(maskFile, await mask.toPng())
  lap(mask)
  console.log(JSON.stringify({ laps, ...dextr.description, runtime: dextr.runtime }))
}

async function measure() {
  const { path, points } = values.photo ? { path: values.photo, points: [] } : await largePhoto()
  const places = values.points ?? points.map(([x, y]) => `${x},${y}`).join(' ')
  const model = values.model ? ['--model', values.model] : []
  const script = fileURLToPath(import.meta.url)
  const rows: number[][] = []
  let about = ''
  for (let round = 0; round < Number(values.rounds); round++) {
    const command = ['segment', path, '--points', places, '--out', maskFile, '--force', ...model]
    const [ofCommand] = timed([main, ...command])
    const [whole, output] = timed([script, '--once', '--photo', path, '--points', places, ...model])
    const { laps, name, preset, runtime } = JSON.parse(output)
    about = `${runtime}, model "${name}" at ${preset.size}²`
    rows.push([ofCommand, whole, laps[0], ...laps.slice(1).map((lap: number, i: number) => lap - laps[i]!)])
  }
  console.log(machine(about, path, ''))
  console.log('ms  dextr segment   library   until imported    load    open   segment   write')
  const widths = [17, 10, 17, 8, 8, 10, 8]
  const medians = widths.map((width, i) =>
    median(rows.map(row => row[i]!))
      .toFixed(0)
      .padStart(width),
  )
  console.log(medians.join(''), ` median of ${rows.length}`)
}

/** Milliseconds that a process of Node took, and what it printed. */
function timed(command: readonly string[]): [milliseconds: number, output: string] {
  const start = performance.now()
  const output = execFileSync(process.execPath, command, { encoding: 'utf8' })
  return [performance.now() - start, output]
}
