// How do the readers of files from outside take damaged and hostile ones? Reads mutated files by the hundred
// thousand and prints, for every reader, how many it refused, how long the slowest took and the memory of the worst.
//
//   npm run fuzz -- --count 100000 --reader pth     every file again the same with the same --seed
//   npm run fuzz -- --reader pth --only 1234        one file: what came of it; --save FILE keeps it

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { attempt, fuzzedFile } from './fuzz/measure.ts'
import { type FuzzedReader, readers } from './fuzz/readers.ts'
import { supervise } from './fuzz/supervisor.ts'

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      reader: { type: 'string', multiple: true, default: readers.map(({ name }) => name) },
      only: { type: 'string' },
      save: { type: 'string' },
    },
  })
  const chosen = values.reader.map(name => {
    const reader = readers.find(reader => reader.name === name)
    if (!reader)
      throw new RangeError(
        `fuzz: no reader "${name}"; there are ${readers.map(({ name }) => name).join(', ')}`,
      )
    return reader
  })
  const [count, seed] = [wholeNumber('count', values.count), wholeNumber('seed', values.seed)]
  if (values.only !== undefined)
    return showOne(chosen[0]!, seed, wholeNumber('only', values.only), values.save)

  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, seed ${seed}\n`)
  console.log(row('reader', 'files', 'refused', 'accepted', 'slowest ms', 'peak MB', 'failures'))
  const failures: string[] = []
  for (const reader of chosen) {
    const summary = await supervise(reader.name, { seed, from: 0, to: count })
    failures.push(
      ...summary.failures.map(({ index, reason }) => `--reader ${reader.name} --only ${index}: ${reason}`),
    )
    const { files, refused, accepted, slowest, peak } = summary
    const megabytes = (peak / 2 ** 20).toFixed(1)
    console.log(
      row(reader.name, files, refused, accepted, slowest.toFixed(1), megabytes, summary.failures.length),
    )
  }
  if (failures.length === 0) return
  console.log(`\n${failures.slice(0, 50).join('\n')}`)
  process.exitCode = 1
}

async function showOne(
  reader: FuzzedReader,
  seed: number,
  index: number,
  save: string | undefined,
): Promise<void> {
  const file = fuzzedFile(reader, reader.files(), seed, index)
  if (save !== undefined) writeFileSync(save, file)
  const { error, time, peak } = await attempt(reader, file)
  console.log(`${file.length} bytes, ${time.toFixed(1)} ms, ${(peak / 2 ** 20).toFixed(1)} MB`)
  console.log(error ?? 'accepted')
}

function row(...cells: (string | number)[]): string {
  return cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(11))).join('')
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`fuzz: --${option} is ${text}, expected a whole number`)
  return Number(text)
}
