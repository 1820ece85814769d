import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCoco } from '../src/formats/index.ts'
import { iou, Mask } from '../src/mask/index.ts'
import { buildNetwork, networkSchema, presets as networks } from '../src/network/index.ts'
import { tensor } from '../src/tensor/index.ts'
import { writePth } from '../src/weights/index.ts'
import { dextr } from './cli-process.ts'
import { redModel } from './red-model.ts'
import { disc, discPoints, maskOf, redPhoto } from './red-photo.ts'
import { writeTinyTraining } from './tiny-training.ts'

const size = { width: 200, height: 150 }
const object = disc({ x: 90, y: 70 }, 40)
const truth = maskOf(size, object)
const clicks = discPoints({ x: 90, y: 70 }, 40)
const points = clicks.map(point => point.join()).join(' ')

let folder: string
const path = (name: string) => join(folder, name)
const picture = () => sharp(redPhoto(size, object).data, { raw: { ...size, channels: 3 } })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dextr cli '))
  writeFileSync(path('red.onnx'), redModel())
  await picture().png().toFile(path('disc.png'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the command in the folder. */
const run = (args: readonly string[], input?: Uint8Array | string) =>
  dextr(args, { cwd: folder, ...(input !== undefined && { input }) })

const segment = (...args: string[]) => run(['segment', ...args, '--model', 'red.onnx'])

describe('dextr', () => {
  it('helps with examples and exit codes, and suggests what was meant', async () => {
    const help = await run(['--help'])
    expect(help.code).toBe(0)
    expect(String(help.stdout)).toMatch(/Exit codes:[\s\S]*Examples:/)
    const slip = await run(['segmnet', 'disc.png'])
    expect(slip).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean segment?') })
    expect(slip.stderr.trim().split('\n')).toHaveLength(1)
    expect((await run(['segment', 'disc.png', '--pionts', points])).stderr).toContain(
      'Did you mean --points?',
    )
  })
})

describe('dextr segment', () => {
  it('writes mask, overlay, outline and COCO of an object, and says what it found', async () => {
    const files = [
      '--out',
      'a/mask.png',
      '--overlay',
      'a/check.jpg',
      '--svg',
      'a/disc.svg',
      '--coco',
      'a/coco.json',
    ]
    const { code, stdout, stderr } = await segment('disc.png', '--points', points, ...files, '--json')
    expect(code, stderr).toBe(0)
    expect(stderr).toBe('')
    const line = JSON.parse(String(stdout))
    expect(line).toMatchObject({ version: 1, image: 'disc.png', object: '1', area: expect.any(Number) })
    expect(iou(Mask.fromRle(line.rle), truth)).toBeGreaterThan(0.97)
    const mask = await sharp(path('a/mask.png')).extractChannel(0).raw().toBuffer({ resolveWithObject: true })
    expect(mask.info).toMatchObject(size)
    expect(mask.data.filter(value => value === 255)).toHaveLength(line.area)
    expect(await sharp(path('a/check.jpg')).metadata()).toMatchObject({ format: 'jpeg', ...size })
    expect(readFileSync(path('a/disc.svg'), 'utf8')).toContain('viewBox="0 0 200 150"')
    const coco = readCoco(readFileSync(path('a/coco.json')))
    expect(coco.objects).toMatchObject([{ area: line.area, points: clicks.map(([x, y]) => ({ x, y })) }])
    expect(readdirSync(path('a')).sort()).toEqual(['check.jpg', 'coco.json', 'disc.svg', 'mask.png'])
  })

  it('reads a picture from standard input and writes the mask to standard output', async () => {
    const input = await picture().jpeg({ quality: 95 }).toBuffer()
    const { code, stdout, stderr } = await run(
      ['segment', '-', '--points', points, '--model', 'red.onnx'],
      input,
    )
    expect(code, stderr).toBe(0)
    expect(await sharp(stdout).metadata()).toMatchObject({ format: 'png', ...size })
  })

  it('takes points beyond the edge, more than four, several objects, and WebAssembly', async () => {
    const [beyond, more] = ['-20,70 90,-15.5 131,70 90,111', `${points} 62,42`]
    const { code, stderr } = await segment(
      ...['disc.png', '--points', beyond, '--points', more, '--box', '50,30,130,110'],
      ...['--out', 'several.png', '--runtime', 'onnxruntime-web', '--threads', '1'],
    )
    expect(code, stderr).toBe(0)
    const masks = await Promise.all(
      ['several-1.png', 'several-2.png', 'several-3.png'].map(async name => {
        const data = await sharp(path(name)).extractChannel(0).raw().toBuffer()
        return Mask.fromBitmap({ ...size, data: data.map(value => value && 1) })
      }),
    )
    for (const mask of masks) expect(iou(mask, truth)).toBeGreaterThan(0.9)
  })

  it('refuses what says no object before it does anything', async () => {
    const refusals: [string[], string][] = [
      [['--points', '1,2 3,4 5,6'], '3 points, expected at least four'],
      [['--points', '9,9 9,9 9,9 9,9'], 'all 4 points lie in pixel (9, 9)'],
      [['--points', points, '--json', '--svg', '-'], 'only one thing can go to standard output'],
    ]
    for (const [args, message] of refusals) {
      const { code, stderr } = await segment('disc.png', ...args, '--out', 'refused.png')
      expect(stderr).toContain(message)
      expect(code).toBe(2)
    }
    expect(readdirSync(folder)).not.toContain('refused.png')
  })

  it('does not replace a file unless it is told to', async () => {
    writeFileSync(path('there.png'), 'mine')
    const refused = await segment('disc.png', '--points', points, '--out', 'there.png')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('there.png: this file exists') })
    expect(readFileSync(path('there.png'), 'utf8')).toBe('mine')
    expect((await segment('disc.png', '--points', points, '--out', 'there.png', '--force')).code).toBe(0)
    expect((await sharp(path('there.png')).metadata()).format).toBe('png')
  })

  it('says what is wrong with a model, with a code of its own', async () => {
    const args = ['segment', 'disc.png', '--points', points, '--out', 'none.png', '--model']
    expect(await run([...args, 'no.onnx'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no.onnx: there is no such file'),
    })
    expect(await run([...args, 'disc.png'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('disc.png'),
    })
  })

  it('goes through many photos of every kind, and reports in the end which failed', async () => {
    const photos = path('photos')
    mkdirSync(photos)
    const grey = sharp({ create: { ...size, channels: 3, background: 'grey' } }).toColourspace('b-w')
    const frames = [await picture().png().toBuffer(), await grey.png().toBuffer()]
    const row = redPhoto({ width: 200, height: 1 }, x => x >= 50 && x <= 130)
    const kinds: Record<string, Uint8Array> = {
      'a b.jpg': await picture().jpeg({ quality: 95 }).toBuffer(),
      '"quoted"\nname.png': await picture().png().toBuffer(),
      'alpha.webp': await picture().ensureAlpha(1).webp({ lossless: true }).toBuffer(),
      'deep.png': await picture().toColourspace('rgb16').png().toBuffer(),
      'cmyk.jpg': await picture().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      'palette.png': await picture().png({ palette: true }).toBuffer(),
      'turned.jpg': await picture()
        .rotate(270)
        .withMetadata({ orientation: 6 })
        .jpeg({ quality: 95 })
        .toBuffer(),
      'animated.webp': await sharp(frames, { join: { animated: true } })
        .webp({ quality: 95 })
        .toBuffer(),
      'row.png': await sharp(row.data, { raw: { width: 200, height: 1, channels: 3 } })
        .png()
        .toBuffer(),
    }
    for (const [name, bytes] of Object.entries(kinds)) writeFileSync(join(photos, name), bytes)
    const broken = {
      'text.jpg': 'these are words',
      'empty.png': '',
      'cut.jpg': kinds['a b.jpg']!.subarray(0, 900),
    }
    for (const [name, bytes] of Object.entries(broken)) writeFileSync(join(photos, name), bytes)
    const names = [...Object.keys(kinds), ...Object.keys(broken), 'gone.jpg']
    const wanted = names.map(image => ({
      image,
      objects:
        image === 'row.png'
          ? [
              {
                points: [
                  [50, 0],
                  [90, 0],
                  [130, 0],
                  [90, 0],
                ],
              },
            ]
          : [
              { points: clicks, class: 'disc' },
              { box: [50, 30, 81, 81], class: 'disc' },
            ],
    }))
    writeFileSync(path('wanted.ndjson'), wanted.map(line => `${JSON.stringify(line)}\n`).join(''))
    const { code, stdout, stderr } = await segment(
      ...[
        '--objects',
        'wanted.ndjson',
        '--images',
        'photos',
        '--out',
        'masks',
        '--overlay',
        'masks',
        '--coco',
        'all.json',
        '--json',
      ],
    )
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('4 failed')
    for (const [name, reason] of [
      ['text.jpg', 'not a picture'],
      ['empty.png', 'the file is empty'],
      ['cut.jpg', 'damaged or cut off'],
      ['gone.jpg', 'there is no such file'],
    ] as const)
      expect(stderr).toMatch(new RegExp(`  .*${name}: ${reason}`))
    const lines = String(stdout)
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    for (const name of Object.keys(kinds)) {
      const found = lines.filter(({ image }) => image === name)
      expect(found).toHaveLength(name === 'row.png' ? 1 : 2)
      if (name === 'row.png') expect(found[0].area).toBeGreaterThan(70)
      else for (const { rle } of found) expect(iou(Mask.fromRle(rle), truth), name).toBeGreaterThan(0.9)
    }
    expect(lines.filter(({ error }) => error !== undefined)).toHaveLength(4)
    expect(readCoco(readFileSync(path('all.json')))).toMatchObject({
      images: expect.objectContaining({ length: Object.keys(kinds).length }),
      categories: [{ name: 'disc' }, { name: 'object' }],
    })
    expect(readdirSync(path('masks'))).toContain('"quoted"\nname-1.png')
    expect(readdirSync(path('masks'))).toHaveLength(3 * Object.keys(kinds).length - 1)
  })
})

/** A disk of 64 kB, where this process may make one. */
function smallDisk(at: string): boolean {
  mkdirSync(at)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('a full disk', () => {
  it('leaves nothing half written', async context => {
    const disk = path('disk')
    if (!smallDisk(disk)) return context.skip()
    try {
      writeFileSync(join(disk, 'full'), Buffer.alloc(60_000))
      const { code, stderr } = await segment('disc.png', '--points', points, '--overlay', 'disk/check.png')
      expect(code).toBe(1)
      expect(stderr).toContain('check.png: the disk is full; make room or choose another place')
      expect(readdirSync(disk)).toEqual(['full'])
    } finally {
      execFileSync('umount', [disk])
    }
  })
})

describe('training on the command line', () => {
  beforeAll(() => writeTinyTraining(folder))

  it('evaluates a model with tables, studies, a line for each object and a contact sheet', async () => {
    const { code, stdout, stderr } = await run([
      ...['evaluate', 'red.onnx', '--data', 'data', '--studies', 'jitter,points', '--draws', '2'],
      ...['--out', 'report'],
    ])
    expect(code, stderr).toBe(0)
    expect(String(stdout)).toMatch(/objects +IoU[\s\S]*all +6 [\s\S]*clicks that miss +draws[\s\S]*\n10 +/)
    expect(readFileSync(path('report/report.md'), 'utf8')).toContain('![jitter](jitter.svg)')
    const { model, datasets } = JSON.parse(readFileSync(path('report/report.json'), 'utf8'))
    expect(model).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), channels: ['points'] })
    expect(datasets).toMatchObject([{ name: 'data', all: { objects: 6 }, jitter: [{}, {}, {}, {}] }])
    expect(readFileSync(path('report/data.jsonl'), 'utf8').trim().split('\n')).toHaveLength(6)
    expect((await sharp(path('report/data.jpg')).metadata()).format).toBe('jpeg')
    expect(readFileSync(path('report/points.svg'), 'utf8')).toContain('<svg')
    const again = await run(['evaluate', 'red.onnx', '--data', 'data', '--out', 'report'])
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('report.md: this file exists') })
    const corrections = await run(['evaluate', 'red.onnx', '--data', 'data', '--studies', 'corrections'])
    expect(corrections).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('takes no corrections, only points'),
    })
  })

  it('refuses data and recipes that cannot be used before it makes a folder', async () => {
    const bad = path('bad')
    mkdirSync(bad)
    for (const name of readdirSync(path('data'))) copyFileSync(join(path('data'), name), join(bad, name))
    await sharp(join(bad, '2.png')).resize(50, 50).toFile(join(bad, 'small.png'))
    renameSync(join(bad, 'small.png'), join(bad, '2.png'))
    rmSync(join(bad, '3.png'))
    const weights = ['--weights', 'weights.safetensors']
    const data = await run(['train', 'recipe.json', '--data', 'bad', '--out', 'run', ...weights])
    expect(data.code).toBe(1)
    expect(data.stderr).toMatch(/2 of 5 photos cannot be used\n {2}.*2\.png.*\n {2}.*3\.png/)
    const frozen = await run(['train', 'recipe.json', '--data', 'data', '--out', 'run', '--weights', 'none'])
    expect(frozen).toMatchObject({ code: 1, stderr: expect.stringContaining('conv1.weight is not trained') })
    writeFileSync(path('slip.json'), readFileSync(path('recipe.json'), 'utf8').replace('"batch"', '"bacht"'))
    const slip = await run(['train', 'slip.json', '--data', 'data', '--out', 'run', ...weights])
    expect(slip).toMatchObject({ code: 1, stderr: expect.stringContaining('slip.json: b') })
    expect(readdirSync(folder)).not.toContain('run')
  })
})

describe('dextr import', () => {
  it('makes a model of weights, and refuses those of another network', async () => {
    const config = v.parse(networkSchema, networks['resnet50v2-psp'])
    const network = buildNetwork(config, [1, 4, 64, 64])
    const zeros = [...network.graph.parameters].map(
      ([name, { shape }]) => [`module.${name}`, tensor('float32', shape)] as const,
    )
    writeFileSync(path('net.pth'), writePth(new Map(zeros)))
    const args = [
      'import',
      'net.pth',
      '-o',
      'net.onnx',
      '--preset',
      'default',
      '--precision',
      'float16',
      '--licence',
      'mine',
    ]
    const other = await run(args)
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('these are not the weights of resnet101-psp'),
    })
    const { code, stdout, stderr } = await run([...args, '--network', 'resnet50v2-psp'])
    expect(code, stderr).toBe(0)
    expect(String(stdout)).toContain(`matched      ${zeros.length} of ${zeros.length} tensors`)
    const info = await run(['info', 'net.onnx', '--json'])
    expect(JSON.parse(String(info.stdout))).toMatchObject({
      name: 'net',
      network: config,
      precision: 'float16',
      licence: 'mine',
      lineage: [expect.stringMatching(/^weights of net\.pth \(SHA-256 [0-9a-f]{64}\)$/)],
    })
  })
})

describe('dextr doctor', () => {
  it('says which runtime is used and how fast it is', async () => {
    const { code, stdout, stderr } = await run(['doctor', '--model', 'red.onnx', '--json'])
    expect(code, stderr).toBe(0)
    expect(JSON.parse(String(stdout))).toMatchObject({
      facts: {
        runtime: expect.stringMatching(/^onnxruntime-(node|web) [\d.]+ .* GFLOP\/s/),
        model: expect.stringMatching(/^red, \d+ ms/),
        pictures: expect.stringContaining('libvips'),
      },
      problems: [],
    })
  })
})
