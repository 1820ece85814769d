import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dextr } from './cli-process.ts'

const pictures = fileURLToPath(new URL('../examples/pictures', import.meta.url))

let folder: string
const path = (name: string) => join(folder, name)
const convert = (...args: string[]) => dextr(['convert', ...args], { cwd: folder })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dextr convert '))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('dextr convert', () => {
  it('writes an export with its photos and parts, reads it back, and prints how objects agree', async () => {
    const { code, stdout, stderr } = await convert(
      ...[pictures, '--to', 'yolo', '--out', 'yolo', '--split', '50,25,25', '--seed', '2'],
      ...['--copy-photos', '--verify', '--strict'],
    )
    expect(code, stderr).toBe(0)
    expect(String(stdout)).toMatch(/^instances → yolo: 4 photos, 26 objects \(0 boxes\), 16 classes; 5 files/)
    expect(String(stdout)).toMatch(/masks +26 +1\.0000 +1\.0000 +26 +0 +0 +0\n/)
    const files = readdirSync(path('yolo'), { recursive: true }).map(String)
    expect(files.filter(file => file.endsWith('.jpg'))).toHaveLength(4)
    expect(files.filter(file => file.endsWith('.part'))).toEqual([])
    const photo = files.find(file => file.endsWith('scene_000406.jpg'))!
    expect(readFileSync(path(join('yolo', photo)))).toEqual(
      readFileSync(join(pictures, 'images/scene_000406.jpg')),
    )
  })

  it('and what it wrote is converted again, and is the same', async () => {
    const { code, stdout, stderr } = await convert(
      'yolo',
      '--to',
      'coco',
      '--out',
      'coco',
      '--verify',
      '--json',
    )
    expect(code, stderr).toBe(0)
    const summary = JSON.parse(String(stdout))
    expect(summary).toMatchObject({
      version: 1,
      from: 'yolo',
      to: 'coco',
      photos: 4,
      objects: 26,
      losses: [],
    })
    expect(summary.verified).toMatchObject({ same: true, missingPhotos: [], extraObjects: 0 })
    expect(existsSync(path('coco/annotations/instances_train.json'))).toBe(true)
  })

  it('names photos where they lie when they are not copied', async () => {
    const { code, stderr } = await convert(
      pictures,
      '--to',
      'labelme',
      '--out',
      'labelme',
      '--verify',
      '--strict',
    )
    expect(code, stderr).toBe(0)
    const { imagePath } = JSON.parse(readFileSync(path('labelme/train/scene_000406.json'), 'utf8'))
    expect(existsSync(join(folder, 'labelme/train', imagePath))).toBe(true)
  })

  it('tells what a format cannot hold, and with --strict writes nothing and ends with 5', async () => {
    const loose = await convert(pictures, '--to', 'classes', '--out', 'classes', '--verify')
    expect(loose).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('it became one with others of its class'),
    })
    const strict = await convert(pictures, '--to', 'classes', '--out', 'strict', '--strict')
    expect(strict).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('cannot hold all of it: 14 objects'),
    })
    expect(existsSync(path('strict'))).toBe(false)
  })

  it('never replaces a file unasked, and says what is wrong with arguments and files', async () => {
    const again = [pictures, '--to', 'labelme', '--out', 'labelme']
    expect(await convert(...again)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this file exists'),
    })
    expect(await convert(...again, '--force')).toMatchObject({ code: 0 })
    expect(await convert(pictures, '--to', 'coco', '--out', 'x', '--split', '80,20')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected three numbers from 0, as in 80,10,10'),
    })
    expect(await convert(pictures, '--to', 'via', '--out', 'x')).toMatchObject({ code: 2 })
    expect(await convert('nowhere', '--to', 'coco', '--out', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no such file or folder'),
    })
    writeFileSync(path('broken.json'), '{"images": [}')
    expect(await convert('broken.json', '--to', 'yolo', '--out', 'x', '--from', 'coco')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'broken.json: no JSON: found "}", expected a value (line 1, column 13)',
      ),
    })
    expect(existsSync(path('x'))).toBe(false)
  })
})
