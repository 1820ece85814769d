import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// From the built package, where the workers are JavaScript.
import { Dextr } from '../dist/src/index.js'
import { iou } from '../src/mask/index.ts'
import { readModel } from '../src/onnx/index.ts'
import { readDescription } from '../src/segmenter/index.ts'
import { dextr } from './cli-process.ts'
import { disc, discPoints, redPhoto } from './red-photo.ts'
import { tinyDescription, tinyModel } from './tiny-model.ts'
import { writeTinyTraining } from './tiny-training.ts'

let folder: string
const path = (name: string) => join(folder, name)
const run = (...args: string[]) => dextr(args, { cwd: folder })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dextr quantize '))
  await writeTinyTraining(folder)
  writeFileSync(path('float.onnx'), tinyModel())
  const made = await run(
    'quantize',
    'float.onnx',
    '-o',
    'int8.onnx',
    '--data',
    'data',
    '--crops',
    '4',
    '--json',
  )
  expect(made.code, made.stderr).toBe(0)
  expect(JSON.parse(String(made.stdout))).toMatchObject({ model: 'int8.onnx', crops: 4, objects: 4 })
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a quantised model', () => {
  it('has int8 weights, and says where it comes from', () => {
    const int8 = readFileSync(path('int8.onnx'))
    expect(readDescription(int8, 'int8.onnx')).toEqual({
      ...tinyDescription,
      name: 'tiny int8',
      lineage: ['drawn by chance', 'dextr quantize: int8, ranges of 4 crops of 4 objects of data, seed 1'],
    })
    const { weights } = readModel(int8, 'int8.onnx')
    expect(weights.get('stride2.mix.weight')).toMatchObject({ type: 'int8', shape: [16, 16, 3, 3] })
  })

  it('is told as int8 by dextr info', async () => {
    const info = await run('info', 'int8.onnx', '--json')
    expect(JSON.parse(String(info.stdout))).toMatchObject({
      precision: 'int8',
      preset: tinyDescription.preset,
    })
  })

  it.each(['onnxruntime-node', 'onnxruntime-web'] as const)(
    'answers as the other one does, on %s',
    async runtime => {
      const pixels = redPhoto({ width: 200, height: 150 }, disc({ x: 90, y: 70 }, 40))
      const answers = await Promise.all(
        ['float.onnx', 'int8.onnx'].map(async name => {
          await using loaded = await Dextr.load(path(name), { runtime, threads: 1 })
          return await (await loaded.open(pixels)).segment(discPoints({ x: 90, y: 70 }, 40))
        }),
      )
      const [float, int8] = answers.map(({ probability }) => probability.data)
      const change = float!.reduce((sum, p, i) => sum + Math.abs(p - int8![i]!), 0) / float!.length
      expect(change).toBeLessThan(0.03)
      expect(iou(answers[0]!, answers[1]!)).toBeGreaterThan(0.9)
    },
  )

  it('is the same each time', async () => {
    await run('quantize', 'float.onnx', '-o', 'again.onnx', '--data', 'data', '--crops', '4')
    expect(readFileSync(path('again.onnx')).equals(readFileSync(path('int8.onnx')))).toBe(true)
  })

  it('is neither quantised again nor trained', async () => {
    const again = await run('quantize', 'int8.onnx', '-o', 'twice.onnx', '--data', 'data')
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'int8.onnx: this model is quantised to int8, expected float16 or float32',
      ),
    })
    const trained = await run(
      'train',
      'recipe.json',
      '--weights',
      'int8.onnx',
      '--data',
      'data',
      '--out',
      'run',
    )
    expect(trained).toMatchObject({ code: 1, stderr: expect.stringContaining('quantised to int8') })
  })

  it('is refused when its description or its graph is damaged', () => {
    const whole = readFileSync(path('int8.onnx'))
    const refused = (bytes: Uint8Array) => expect(() => readDescription(bytes, 'int8.onnx'))
    refused(whole.subarray(0, whole.length / 2)).toThrow('int8.onnx')
    const text = whole.toString('latin1')
    const other = text.replace('"threshold":0.4', '"threshold":4.0')
    refused(Buffer.from(other, 'latin1')).toThrow('int8.onnx: preset.threshold')
    const longer = text.replace('"size":32', '"size":64')
    refused(Buffer.from(longer, 'latin1')).toThrow('"input" is 1×4×32×32, but the description says 1×4×64×64')
  })
})

describe('dextr quantize', () => {
  it('needs data, and replaces nothing unless it is told to', async () => {
    expect(await run('quantize', 'float.onnx', '-o', 'x.onnx')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name a folder of photos and masks with --data'),
    })
    expect(await run('quantize', 'float.onnx', '-o', 'int8.onnx', '--data', 'data')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('int8.onnx: this file exists'),
    })
  })
})
