import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDescription } from '../src/segmenter/index.ts'
import { dextr } from './cli-process.ts'
import { disc, maskOf, redPhoto } from './red-photo.ts'
import { tinyDescription, tinyModel } from './tiny-model.ts'

const size = { width: 96, height: 72 }
const count = 8

let folder: string
const path = (name: string) => join(folder, name)
const adapt = (...args: string[]) =>
  dextr(['adapt', '--data', 'objects.json', '--model', 'tiny.onnx', '--out', 'run', ...args], { cwd: folder })
const options = ['--folds', '2', '--steps', '3', '--threads', '1', '--json']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dextr adapt '))
  writeFileSync(path('tiny.onnx'), tinyModel())
  const ids = Array.from({ length: count }, (_, i) => i + 1)
  const objects = ids.map(id => disc({ x: 30 + 4 * id, y: 36 }, 10 + 2 * id))
  for (const [i, object] of objects.entries())
    await sharp(redPhoto(size, object).data, { raw: { ...size, channels: 3 } }).toFile(path(`${i + 1}.jpg`))
  const document = {
    images: ids.map(id => ({ id, file_name: `${id}.jpg`, ...size })),
    categories: [{ id: 1, name: 'disc' }],
    annotations: objects.map((object, i) => {
      const mask = maskOf(size, object)
      const { x0, y0, x1, y1 } = mask.box!
      return {
        id: i + 1,
        image_id: i + 1,
        category_id: 1,
        segmentation: mask.toRle(),
        bbox: [x0, y0, x1 - x0 + 1, y1 - y0 + 1],
        area: mask.area,
        iscrowd: 0,
      }
    }),
  }
  writeFileSync(path('objects.json'), JSON.stringify(document))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('dextr adapt', () => {
  it('makes a model and its fast variant, and answers about every object by a model that has not seen it', async () => {
    const { code, stdout, stderr } = await adapt(...options)
    expect(code, stderr).toBe(0)
    const lines = String(stdout)
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.filter(({ event }) => event === 'fold')).toHaveLength(2)
    expect(lines.at(-1)).toMatchObject({ event: 'end', model: 'run/model.onnx' })
    const result = JSON.parse(readFileSync(path('run/result.json'), 'utf8'))
    const numbers = result.objects.map(({ object }: { object: number }) => object)
    expect(numbers.toSorted((a: number, b: number) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const [float, fast] = ['model.onnx', 'model-int8.onnx'].map(name =>
      readDescription(readFileSync(path(`run/${name}`)), name),
    )
    expect(float!.lineage.at(-1)).toMatch(/^dextr adapt: \d objects of objects\.json/)
    expect(fast!.lineage.at(-1)).toContain('dextr quantize: int8')
    expect(fast!.preset).toEqual(tinyDescription.preset)
  })

  it('goes on where it was: what is there is not made again', async () => {
    const before = readFileSync(path('run/model-int8.onnx'))
    rmSync(path('run/model-int8.onnx'))
    rmSync(path('run/result.json'))
    const { code, stdout } = await adapt(...options)
    expect(code).toBe(0)
    expect(String(stdout)).not.toContain('"step"')
    expect(readFileSync(path('run/model-int8.onnx')).equals(before)).toBe(true)
  })

  it('says how many objects it needs', async () => {
    const { code, stderr } = await adapt('--out', 'other', '--folds', '9')
    expect(code).toBe(1)
    expect(stderr).toContain('8 objects, expected 9 or more')
  })
})
