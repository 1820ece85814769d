// A training run whose steps are server.py's: draws and corrects samples in threads, and chooses learning rates.
//
//   npm run build && node dist/bench/model/gpu/drive.js --recipe FILE --graphs DIR --data DIR [--data DIR] --out RUN
//       --seconds 576 [--workers 15] [--echo 2.5] [--echo-after 200] [--ring 8192] [--saves 0.6,0.85] [--shared FILE]
//       [--slots 2] [--per 16] [--python python3]
//
// --graphs is what export.js wrote. The run takes --seconds, all included: what is left of them sets the rate, since
// how many steps there will be is not known before. --echo is how many steps on earlier samples come on one of fresh
// samples at most, from step --echo-after on, and --ring how many samples are kept for them. --saves are shares of the
// time after which the average is saved beside that of the end. --slots is of a thread: while one waits for answers,
// another draws; --per is how many samples a slot has. --shared is best in memory, such as a file in /dev/shm.
//
// RUN gets train.log, losses.txt (step, loss, norm of the gradient) and the averages, for assemble.js.

import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { datasetConfigs } from '../../../src/cli/data-options.ts'
import { usualSplits, withSplits } from '../../../src/cli/training-data.ts'
import { readRecipe } from '../../../src/training/index.ts'
import { learningRate } from '../../../src/training/schedule.ts'
import type { DriveWorkerConfig, FromWorker } from './drive-worker.ts'
import type { GraphsFile } from './write-graphs.ts'

const { values } = parseArgs({
  options: {
    recipe: { type: 'string' },
    graphs: { type: 'string' },
    data: { type: 'string', multiple: true },
    out: { type: 'string' },
    seconds: { type: 'string' },
    workers: { type: 'string', default: `${Math.max(1, availableParallelism() - 1)}` },
    echo: { type: 'string', default: '2.5' },
    'echo-after': { type: 'string', default: '200' },
    ring: { type: 'string', default: '8192' },
    saves: { type: 'string', default: '' },
    shared: { type: 'string', default: join(tmpdir(), `dextr-slots-${process.pid}`) },
    slots: { type: 'string', default: '2' },
    per: { type: 'string', default: '16' },
    python: { type: 'string', default: 'python3' },
  },
})
const { graphs, out, shared, python } = values
if (!values.recipe || !graphs || !values.data || !out || !values.seconds)
  throw new Error('drive: expected --recipe FILE --graphs DIR --data DIR --out DIR --seconds N')
const [seconds, workerCount, echo, echoAfter, slotsOfWorker, per] = [
  ...[values.seconds, values.workers, values.echo, values['echo-after'], values.slots, values.per],
].map(Number) as [number, number, number, number, number, number]
const recipe = readRecipe(await readFile(values.recipe, 'utf8'), values.recipe)
const { steps, schedule, averaging, optimiser, preset, minimumArea } = recipe
const { batch, size, channels }: GraphsFile = JSON.parse(await readFile(join(graphs, 'graphs.json'), 'utf8'))
if (size !== preset.size || channels !== recipe.network.channels)
  throw new Error(`drive: the graphs in ${graphs} are of another recipe than ${values.recipe}`)
if (batch % per !== 0) throw new Error(`drive: --per is ${per}, expected a divisor of the batch, ${batch}`)
const configs = datasetConfigs(values.data, {}).map(config => ({ ...config, minimumArea }))
const data = await withSplits(configs, usualSplits.train)

const began = Date.now()
mkdirSync(out, { recursive: true })
const count = workerCount * slotsOfWorker
writeFileSync(shared, '')
truncateSync(shared, count * per * size ** 2 * (channels + 3) * Float32Array.BYTES_PER_ELEMENT)
process.on('exit', () => rmSync(shared, { force: true }))
process.on('SIGINT', () => process.exit(130))

const script = fileURLToPath(new URL('../../../../bench/model/gpu/server.py', import.meta.url))
const server = spawn(
  python,
  [
    ...['-B', script, graphs, '--shared', shared, '--slots', `${count}`, '--per', `${per}`],
    ...['--ring', values.ring],
  ],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
// Its end is dealt with where it ends, not where it is written to.
server.stdin.on('error', () => {})
const workers = Array.from({ length: workerCount }, (_, worker) => {
  const workerData: DriveWorkerConfig = {
    ...{ data, recipe, shared, count, per },
    slots: Array.from({ length: slotsOfWorker }, (_, i) => worker * slotsOfWorker + i),
    cache: Math.min(4e9, totalmem() / 2 / workerCount),
  }
  return new Worker(new URL('./drive-worker.js', import.meta.url), { workerData })
})

/** Steps that may wait at the server, so that the card always has one. */
const mostInFlight = 3
const saves = values.saves.split(',').filter(Boolean).map(Number)
const ready: number[] = []
let [fresh, echoes, inFlight, drawn] = [0, 0, 0, 0]
/** When the server was ready; until then no step is given. */
let start: number | undefined
let isOver = false
let lastReport = began

createInterface({ input: server.stdout }).on('line', line => {
  const [word, ...rest] = line.split(' ')
  if (word === 'predicted' || word === 'free') release(Number(rest[0]))
  else if (word === 'losses') report(Number(rest[0]), rest.slice(1))
  else if (word === 'ready') {
    start = Date.now()
    log('ready')
    pump()
  } else if (word === 'stepped') {
    inFlight--
    pump()
  } else log(line)
})
for (const worker of workers) {
  worker.on('message', ({ slot, predict }: FromWorker) => {
    if (isOver) return
    if (predict !== undefined) send('predict', slot, predict)
    else {
      ready.push(slot)
      drawn += per
      pump()
    }
  })
  worker.on('error', error => {
    log(`a thread ended: ${error.stack}`)
    process.exitCode = 1
  })
}
const watch = setInterval(pump, 500)
server.on('exit', async code => {
  clearInterval(watch)
  log(`the server ended with ${code}; ${fresh + echoes} steps, ${fresh} of fresh samples; ${drawn} drawn`)
  if (code !== 0) process.exitCode = 1
  await Promise.all(workers.map(worker => worker.terminate()))
})

/** Gives the server what it may have now. */
function pump() {
  if (start === undefined || isOver) return
  if (Date.now() - began > seconds * 1000) {
    if (inFlight > 0) return
    isOver = true
    send('save', join(out!, 'average'))
    send('quit')
    return
  }
  while (inFlight < mostInFlight) {
    const used = ready.length >= batch / per ? ready.splice(0, batch / per) : undefined
    // An echo fills the time in which no fresh samples are ready.
    if (!used && (fresh < echoAfter || echoes >= echo * fresh)) return
    const scalars = scalarsOfNext(start)
    if (used) fresh++
    else echoes++
    inFlight++
    send(used ? 'step' : 'echo', ...scalars, ...(used ?? []))
    if (share(start) > saves[0]!) send('save', join(out!, `at${saves.shift()}`))
  }
}

/** What the update graph wants beside vectors, as the trainer gives it. */
function scalarsOfNext(start: number): number[] {
  const t = fresh + echoes + 1
  const [beta1, beta2] = optimiser.name === 'sgd' ? [0, 0] : [optimiser.beta1, optimiser.beta2]
  return [rateNow(start), 1 - beta1 ** t, 1 - beta2 ** t, Math.max(1 - averaging, 9 / (t + 10))]
}

/** Share of the time for steps that is over. */
function share(start: number): number {
  return Math.min((Date.now() - start) / (began + seconds * 1000 - start), 1)
}

function rateNow(start: number): number {
  const done = fresh + echoes
  const step = done < schedule.warmup ? done : Math.floor(share(start) * steps)
  return learningRate(schedule, Math.min(step, steps - 1), steps)
}

function report(first: number, rows: readonly string[]) {
  const results = rows.map(row => row.split('/').map(Number) as [number, number])
  const lines = results.map(([loss, norm], i) => `${first + i + 1} ${loss} ${norm}\n`)
  appendFileSync(join(out!, 'losses.txt'), lines.join(''))
  const mean = results.reduce((sum, [loss]) => sum + loss, 0) / results.length
  const speed = (results.length * batch) / ((Date.now() - lastReport) / 1000)
  lastReport = Date.now()
  log(
    `step ${first + results.length} loss ${mean.toFixed(4)}, ${speed.toFixed(0)} crops/s, ${fresh} fresh, ${echoes} echoes, rate ${rateNow(start!).toExponential(1)}`,
  )
}

function release(slot: number) {
  workers[Math.floor(slot / slotsOfWorker)]!.postMessage(slot)
}

function send(...words: (string | number)[]) {
  server.stdin.write(`${words.join(' ')}\n`)
}

function log(text: string) {
  const line = `${((Date.now() - began) / 1000).toFixed(1)} ${text}`
  console.log(line)
  appendFileSync(join(out!, 'train.log'), `${line}\n`)
}
