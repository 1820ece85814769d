import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import type { Command } from 'commander'
import sharp from 'sharp'
import { normal, random } from '../image/index.ts'
import { Dextr } from '../index.ts'
import { conv, Graph, relu, writeModel } from '../onnx/index.ts'
import { type NodeRuntimeName, startRuntime } from '../runtime/node.ts'
import { tensor } from '../tensor/index.ts'
import { CommandError, messageOf } from './errors.ts'
import { exists, print } from './files.ts'
import { version } from './package.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { shippedModel } from './shipped.ts'
import { gigabytes } from './training-memory.ts'

type Options = RuntimeOptions & { readonly model?: string; readonly json?: boolean }

export function define(command: Command): void {
  command.description('Says what runs here and how fast, and how to make it faster.')
  addRuntimeOptions(command)
    .option('--model <file>', 'a model to try (default: the one that comes along)')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  dextr doctor

  # How fast is WebAssembly?
  dextr doctor --runtime onnxruntime-web`,
    )
    .action(run)
}

/** What there is to know, by topic, and what does not work. */
type Findings = {
  readonly facts: Record<string, string>
  readonly problems: string[]
  readonly advice: string[]
}

async function run(options: Options): Promise<void> {
  const findings: Findings = {
    facts: {
      dextr: version,
      node: `${process.version} ${process.platform} ${process.arch}`,
      processor: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
      memory: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}`,
    },
    problems: [],
    advice: [],
  }
  await examinePictures(findings)
  await examineRuntime(findings, options)
  await examineModel(findings, options)
  await print(options.json ? JSON.stringify(findings) : inWords(findings))
  const { problems } = findings
  if (problems.length > 0) throw new CommandError(`doctor: ${problems.length} of these do not work`)
}

function inWords({ facts, problems, advice }: Findings): string {
  const rows = [
    ...Object.entries(facts),
    ...problems.map(text => ['broken', text]),
    ...advice.map(text => ['advice', text]),
  ]
  return rows.map(([title, text]) => `${title!.padEnd(10)} ${text}`).join('\n')
}

async function examinePictures({ facts, problems }: Findings): Promise<void> {
  const { sharp: version, vips } = sharp.versions
  facts.pictures = `sharp ${version}, libvips ${vips}`
  try {
    await sharp(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .jpeg()
        .toBuffer(),
    )
      .raw()
      .toBuffer()
  } catch (error) {
    problems.push(`sharp: ${messageOf(error)}; install it anew with npm install sharp`)
  }
}

async function examineRuntime({ facts, problems, advice }: Findings, options: Options): Promise<void> {
  try {
    const { name, gigaflops } = await measureRuntime(options)
    const kind = name.startsWith('onnxruntime-node') ? 'native' : 'WebAssembly'
    facts.runtime = `${name} (${kind}), ${gigaflops.toFixed(0)} GFLOP/s in convolutions`
    const missing = kind === 'native' ? undefined : await failureOf('onnxruntime-node')
    if (missing)
      advice.push(
        `the native runtime is several times as fast; get it with ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node (the variable keeps its installer from fetching CUDA). It is not used because: ${missing}`,
      )
  } catch (error) {
    problems.push(messageOf(error))
  }
}

async function examineModel({ facts, problems, advice }: Findings, options: Options): Promise<void> {
  const { model } = options
  if (model === undefined && !(await exists(shippedModel))) {
    advice.push('no model comes along; try one of your own with --model')
    return
  }
  try {
    await using dextr = await Dextr.load(model, options)
    const photo = await dextr.open({ ...size, data: new Uint8Array(3 * size.width * size.height) })
    const milliseconds = await median(() => photo.segment(clicks))
    facts.model = `${dextr.description.name}, ${milliseconds.toFixed(0)} ms from clicks to mask`
  } catch (error) {
    problems.push(messageOf(error))
  }
}

const size = { width: 1200, height: 900 }
const clicks: [number, number][] = [
  [300, 450],
  [600, 200],
  [900, 450],
  [600, 700],
]

const layers = 6
const channels = 128
const side = 64

/** Billions of multiplications and additions a second in 3×3 convolutions of 128 channels. */
async function measureRuntime({
  runtime: wanted,
  ...options
}: Options): Promise<{ name: string; gigaflops: number }> {
  const graph = new Graph()
  const next = random(1)
  let x = graph.input('input', [1, channels, side, side])
  for (let i = 0; i < layers; i++) {
    const data = Float32Array.from({ length: channels * channels * 9 }, () => normal(next) / 24)
    x = relu(conv(x, graph.constant(tensor('float32', [channels, channels, 3, 3], data)), { padding: 1 }))
  }
  graph.output('output', x)
  await using runtime = startRuntime(wanted)
  const session = await runtime.load(writeModel(graph), options)
  const input = tensor('float32', [1, channels, side, side])
  const milliseconds = await median(() => session.run({ input }))
  return {
    name: await runtime.describe(),
    gigaflops: (layers * 2 * 9 * channels ** 2 * side ** 2) / milliseconds / 1e6,
  }
}

/** Of five times, after one that does not count; in milliseconds. */
async function median(work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[2]!
}

/** Why a package does not run, if it does not. */
async function failureOf(name: NodeRuntimeName): Promise<string | undefined> {
  await using runtime = startRuntime(name)
  return runtime.describe().then(() => undefined, messageOf)
}
