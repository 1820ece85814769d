import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { encode } from 'fast-png'
import pc from 'picocolors'
import sharp from 'sharp'
import { kinds, type RenderedScene, renderScene } from './index.ts'

type Options = {
  out: string
  count: number
  size: { width: number; height: number }
  seed: number
  seeds?: number[]
  objects?: number
  kinds?: string[]
  setting?: string
  quality: number
}

const program = new Command('scenes')
  .description('Renders pictures with true masks into a folder that is at once a dataset for training.')
  .requiredOption('--out <folder>', 'folder for images/, masks/ and index.json')
  .option('--count <n>', 'how many pictures', wholeNumber, 10)
  .option('--size <WxH>', 'size of every picture in pixels', parseSize, { width: 1024, height: 768 })
  .option('--seed <n>', 'seed of the first picture; the others follow', wholeNumber, 1)
  .option('--seeds <list>', 'the pictures by their seeds, instead of --seed and --count', list =>
    list.split(',').map(wholeNumber),
  )
  .option('--objects <n>', 'objects in every picture (default 1 to 9)', wholeNumber)
  .option('--kinds <names>', `kinds of objects, of ${kinds.map(k => k.name).join(', ')}`, names =>
    names.split(','),
  )
  .option('--setting <name>', 'tabletop, room, meadow, air or water')
  .option('--quality <n>', 'JPEG quality', wholeNumber, 90)
  .addHelpText(
    'after',
    `
Examples:
  # Ten pictures to look at
  npm run scenes -- --out pictures

  # Two hundred for training, four megapixels each, only things with thin parts
  npm run scenes -- --out thin --count 200 --size 2400x1600 --kinds bicycle,plant,kite,pompom`,
  )

try {
  await renderFolder(program.parse().opts<Options>())
} catch (error) {
  console.error(pc.red(error instanceof Error ? error.message : String(error)))
  process.exitCode = 1
}

/** Renders `count` scenes; index.json comes last, so that a folder that has it is complete. */
async function renderFolder({ out, count, size, seed, seeds, quality, ...scene }: Options): Promise<void> {
  const index = join(out, 'index.json')
  if (await exists(index)) throw new Error(`${index} exists already; choose another folder or delete it`)
  await mkdir(join(out, 'images'), { recursive: true })
  await mkdir(join(out, 'masks'), { recursive: true })
  const lines: string[] = []
  const wanted = seeds ?? Array.from({ length: count }, (_, i) => seed + i)
  for (const [i, own] of wanted.entries()) {
    const rendered = renderScene({ ...scene, ...size, seed: own })
    const name = `scene_${String(own).padStart(6, '0')}`
    const entry = describe(rendered, name, own)
    await writeWhole(join(out, entry.image), await jpeg(rendered, quality))
    await writeWhole(join(out, entry.mask), png(rendered))
    lines.push(JSON.stringify({ ...entry, split: i % 16 === 15 ? 'validation' : 'train' }))
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${wanted.length}`)
  }
  if (process.stderr.isTTY) process.stderr.write('\n')
  await writeWhole(index, `[\n${lines.join(',\n')}\n]\n`)
  console.log(`${wanted.length} pictures in ${out}`)
}

function describe({ image, objects }: RenderedScene, name: string, seed: number) {
  return {
    image: `images/${name}.jpg`,
    mask: `masks/${name}.png`,
    width: image.width,
    height: image.height,
    set: 'scenes',
    source: `rendered by dextr, seed ${seed}`,
    objects: objects.map(({ id, kind, area, box }) => ({
      id,
      class: kind,
      area,
      bbox: [box.x0, box.y0, box.x1 - box.x0 + 1, box.y1 - box.y0 + 1],
    })),
  }
}

function jpeg({ image: { width, height, data } }: RenderedScene, quality: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()
}

/** Instance numbers, at most 254 of them, as an 8-bit grey PNG. */
function png({ labels: { width, height, data } }: RenderedScene): Uint8Array {
  return encode({ width, height, channels: 1, depth: 8, data: Uint8Array.from(data) })
}

async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number')
  return Number(text)
}

function parseSize(text: string): { width: number; height: number } {
  const match = /^(\d+)x(\d+)$/.exec(text)
  if (match === null) throw new InvalidArgumentError('expected WIDTHxHEIGHT, such as 1024x768')
  return { width: Number(match[1]), height: Number(match[2]) }
}
