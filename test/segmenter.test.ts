import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decode as decodePng } from 'fast-png'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// From the built package, where the workers are JavaScript.
import { Dextr, ImageFileError, Mask, ModelFileError } from '../dist/src/index.js'
import { iou } from '../src/mask/index.ts'
import { redModel } from './red-model.ts'
import { disc, discPoints, maskOf, redPhoto } from './red-photo.ts'

const size = { width: 400, height: 300 }
const centre = { x: 210, y: 140 }
const points = discPoints(centre, 80)
const pixels = redPhoto(size, disc(centre, 80))
const truth = maskOf(size, disc(centre, 80))

describe('a segmenter', () => {
  let dextr: Dextr
  beforeAll(async () => {
    dextr = await Dextr.load(redModel())
  })
  afterAll(() => dextr.dispose())

  it('finds the object between four points', async () => {
    const photo = await dextr.open(pixels)
    const mask = await photo.segment(points)
    expect(iou(mask, truth)).toBeGreaterThan(0.95)
    expect(mask).toMatchObject(size)
  })

  it('takes points as pairs and as objects, in any order, and more than four', async () => {
    const photo = await dextr.open(pixels)
    const mask = await photo.segment(points)
    const asObjects = points.map(([x, y]) => ({ x, y })).reverse()
    expect((await photo.segment(asObjects)).equals(mask)).toBe(true)
    const more = await photo.segment({ points: [...asObjects, { x: 210 + 56, y: 140 + 56 }] })
    expect(iou(more, truth)).toBeGreaterThan(0.95)
  })

  it('takes a box in place of points', async () => {
    const photo = await dextr.open(pixels)
    const mask = await photo.segment({ box: { x0: 130, y0: 60, x1: 290, y1: 220 } })
    expect(mask.equals(await photo.segment(points))).toBe(true)
  })

  it('moves points outside the photo to its edge', async () => {
    const atCorner = disc({ x: 0, y: 0 }, 80)
    const photo = await dextr.open(redPhoto(size, atCorner))
    const outside = await photo.segment([
      [-500, 10],
      [10, -1],
      [80, 0],
      [0, 80],
    ])
    const atEdge = await photo.segment([
      [0, 10],
      [10, 0],
      [80, 0],
      [0, 80],
    ])
    expect(outside.equals(atEdge)).toBe(true)
    expect(iou(outside, maskOf(size, atCorner))).toBeGreaterThan(0.95)
  })

  it('finds a thin object whose points are almost on a line', async () => {
    const stick = (x: number, y: number) => x >= 50 && x <= 350 && Math.abs(y - 100) <= 2
    const photo = await dextr.open(redPhoto(size, stick))
    const mask = await photo.segment([
      [50, 100],
      [200, 98],
      [350, 100],
      [200, 102],
    ])
    expect(iou(mask, maskOf(size, stick))).toBeGreaterThan(0.5)
  })

  it('finds an object in a photo one pixel high', async () => {
    const row = { width: 200, height: 1 }
    const inside = (x: number) => x >= 60 && x <= 120
    const photo = await dextr.open(redPhoto(row, inside))
    const mask = await photo.segment([
      [60, 0],
      [80, 0],
      [120, 0],
      [90, 0],
    ])
    expect(iou(mask, maskOf(row, inside))).toBeGreaterThan(0.9)
  })

  it('cuts another mask from the same answer for another threshold', async () => {
    const photo = await dextr.open(pixels)
    const mask = await photo.segment(points)
    const generous = mask.withThreshold(0.05)
    expect(generous.difference(mask).area).toBeGreaterThan(0)
    expect(mask.difference(generous).area).toBe(0)
    expect(generous.probability).toBe(mask.probability)
    expect((await photo.segment(points, { threshold: 0.05 })).equals(generous)).toBe(true)
  })

  it('says how unsure it is, and what each part took', async () => {
    const photo = await dextr.open(pixels)
    const { doubt, milliseconds } = await photo.segment(points)
    expect(doubt).toBeGreaterThan(0)
    expect(doubt).toBeLessThan(0.6)
    for (const part of ['crop', 'network', 'paste'] as const) expect(milliseconds[part]).toBeGreaterThan(0)
    const nothing = await photo.segment(discPoints({ x: 40, y: 250 }, 10))
    expect(nothing.area).toBe(0)
    expect(nothing.doubt).toBe(1)
  })

  it('gives masks as run lengths, outlines and a black and white PNG', async () => {
    const photo = await dextr.open(pixels)
    const mask = await photo.segment(points)
    expect(mask.toRle().size).toEqual([300, 400])
    expect(mask.contours({ tolerance: 1 })).toHaveLength(1)
    const png = decodePng(await mask.toPng())
    expect(png).toMatchObject({ ...size, channels: 1, depth: 1 })
    const white = await sharp(await mask.toPng())
      .threshold(255)
      .extractChannel(0)
      .raw()
      .toBuffer()
    expect(Mask.fromBitmap({ ...size, data: white.map(v => v && 1) }).equals(mask)).toBe(true)
  })

  it('lets timers fire while the network runs', async () => {
    await using slow = await Dextr.load(redModel({ size: 128, layers: 20, width: 64 }))
    const photo = await slow.open(pixels)
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    const { milliseconds } = await photo.segment(points)
    clearInterval(timer)
    expect(milliseconds.network).toBeGreaterThan(50)
    expect(ticks).toBeGreaterThan(5)
  })

  describe('a photo', () => {
    const file = join(tmpdir(), `dextr test ${process.pid} "a photo".png`)
    let png: Uint8Array
    beforeAll(async () => {
      png = await sharp(pixels.data, { raw: { ...size, channels: 3 } })
        .png()
        .toBuffer()
      writeFileSync(file, png)
    })
    afterAll(() => rmSync(file))

    it('is the same from a path, a URL, bytes, a Blob, pixels and the web', async () => {
      const server = createServer((_, response) => response.end(png)).listen(0, '127.0.0.1')
      await new Promise(resolve => server.once('listening', resolve))
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo`
      const expected = await (await dextr.open(pixels)).segment(points)
      const blob = new Blob([png as Uint8Array<ArrayBuffer>])
      for (const source of [
        file,
        pathToFileURL(file),
        String(pathToFileURL(file)),
        png,
        blob,
        address,
        new URL(address),
      ]) {
        const photo = await dextr.open(source)
        expect((await photo.segment(points)).equals(expected), String(source)).toBe(true)
      }
      server.close()
    })

    it('may have grey, alpha or clamped pixels', async () => {
      const rgba = new Uint8ClampedArray(4 * 400 * 300).fill(255)
      for (let i = 0; i < 400 * 300; i++) rgba.set(pixels.data.subarray(3 * i, 3 * i + 3), 4 * i)
      const expected = await (await dextr.open(pixels)).segment(points)
      const photo = await dextr.open({ ...size, data: rgba })
      expect((await photo.segment(points)).equals(expected)).toBe(true)
      const grey = await dextr.open({ ...size, data: new Uint8Array(400 * 300) })
      expect((await grey.segment(points)).area).toBe(0)
    })

    it('is refused with its name when it is not there, empty, cut off or no picture', async () => {
      const text = new TextEncoder().encode('these are words')
      const refusal = (source: string | Uint8Array) => expect(dextr.open(source)).rejects
      await refusal('no such photo.jpg').toThrow('no such photo.jpg: there is no such file')
      await refusal(new Uint8Array()).toThrow('image: the file is empty')
      await refusal(png.subarray(0, 200)).toThrow('image: damaged or cut off')
      await refusal(text).toThrow('image: not a picture')
      await refusal(text).toBeInstanceOf(ImageFileError)
      await refusal('http://127.0.0.1:1/photo.jpg').toThrow(
        /photo.jpg: there is no answer \(.*\); check the address/,
      )
    })

    it('is refused when its pixels do not fill it', async () => {
      await expect(dextr.open({ ...size, data: new Uint8Array(10) })).rejects.toThrow(
        'open: 10 bytes for 400×300 pixels, expected 1 to 4 bytes for each pixel',
      )
    })
  })

  describe('a prompt is refused', () => {
    const refusals: [string, unknown, string][] = [
      ['with fewer than four points', points.slice(1), '3 points, expected 4'],
      ['with words for numbers', [...points, ['left', 'top']], 'point (left, top) is not a place'],
      ['with half a point', [...points, [10]], 'point (10, undefined) is not a place'],
      ['with endless numbers', [...points, [0, Infinity]], 'point (0, Infinity) is not a place'],
      ['with all points in one pixel', Array(4).fill([10, 10]), 'all 4 points lie in pixel (10, 10)'],
      [
        'with all points off one corner',
        [
          [-1, -1],
          [-2, -9],
          [-9, -2],
          [-4, -4],
        ],
        'all 4 points lie in pixel (0, 0)',
      ],
      ['with a box inside out', { box: { x0: 50, y0: 0, x1: 10, y1: 10 } }, 'is empty'],
      [
        'with corrections that the model does not take',
        { points, exclude: [[1, 1]] },
        'this model does not take "exclude"',
      ],
    ]
    for (const [name, prompt, message] of refusals)
      it(name, async () => {
        const photo = await dextr.open(pixels)
        await expect(photo.segment(prompt as never)).rejects.toThrow(message)
        await expect(photo.segment(prompt as never)).rejects.toBeInstanceOf(RangeError)
      })

    it('with a threshold beyond 1', async () => {
      const photo = await dextr.open(pixels)
      await expect(photo.segment(points, { threshold: 80 })).rejects.toThrow(
        'threshold is 80, expected 0 to 1',
      )
    })
  })
})

describe('an outline', () => {
  const large = { width: 1600, height: 1200 }
  const shape = disc({ x: 820, y: 610 }, 400)
  const extremes = discPoints({ x: 820, y: 610 }, 400)
  const original = maskOf(large, shape)
  let dextr: Dextr
  beforeAll(async () => {
    dextr = await Dextr.load(redModel({ size: 32 }), { refiner: redModel({ refines: true }) })
  })
  afterAll(() => dextr.dispose())

  it('is sharp once it is refined, at once or later, and says what that took', async () => {
    const photo = await dextr.open(redPhoto(large, shape))
    const mask = await photo.segment(extremes)
    const refined = await mask.refine()
    expect(mask.milliseconds.refine).toBeUndefined()
    expect(refined.milliseconds.refine).toBeGreaterThan(0)
    expect(iou(mask, original)).toBeLessThan(0.985)
    expect(iou(refined, original)).toBeGreaterThan(0.995)
    expect((await photo.segment(extremes, { refine: true })).equals(refined)).toBe(true)
    expect(await refined.refine()).toBe(refined)
    expect(refined.doubt).toBe(mask.doubt)
    expect(iou(refined.withThreshold(0.6), original)).toBeGreaterThan(0.99)
  })

  it('of any mask of the photo can be refined', async () => {
    const photo = await dextr.open(redPhoto(large, shape))
    const drawn = Mask.fromRle(maskOf(large, disc({ x: 812, y: 615 }, 392)).toRle())
    expect(iou(drawn, original)).toBeLessThan(0.97)
    expect(iou(await photo.refine(drawn), original)).toBeGreaterThan(0.995)
    await expect(photo.refine(Mask.empty({ width: 3, height: 2 }))).rejects.toThrow(RangeError)
  })

  it('is not refined once that is aborted', async () => {
    const photo = await dextr.open(redPhoto(large, shape))
    const signal = AbortSignal.abort(new Error('enough'))
    await expect((await photo.segment(extremes)).refine({ signal })).rejects.toThrow('enough')
  })

  it('is refined by a model that is made for it, or by none', async () => {
    await using wrong = await Dextr.load(redModel(), { refiner: redModel() })
    const mask = await (await wrong.open(pixels)).segment(points)
    await expect(mask.refine()).rejects.toThrow('model: not made for refining; its guidance is points')
    await using missing = await Dextr.load(redModel(), { refiner: 'no such refiner.onnx' })
    const photo = await missing.open(pixels)
    await expect(photo.segment(points, { refine: true })).rejects.toThrow('no such refiner.onnx: there is no')
    expect(iou(await photo.segment(points), truth)).toBeGreaterThan(0.95)
  })
})

describe('a model with channels for corrections', () => {
  it('takes inside and outside clicks and the answer before', async () => {
    await using dextr = await Dextr.load(redModel({ channels: ['points', 'include', 'exclude', 'previous'] }))
    const photo = await dextr.open(pixels)
    const first = await photo.segment(points)
    const more = await photo.segment({ points, include: [{ x: 140, y: 70 }] })
    expect(more.difference(first).area).toBeGreaterThan(20)
    const less = await photo.segment({ points, exclude: [[290, 140]] })
    expect(first.difference(less).area).toBeGreaterThan(20)
    const again = await photo.segment({ points, previous: more })
    expect(again.intersection(more).difference(first).area).toBeGreaterThan(20)
    const imported = await photo.segment({ points, previous: Mask.fromRle(more.toRle()) })
    expect(imported.intersection(more).difference(first).area).toBeGreaterThan(20)
  })
})

describe('a model', () => {
  const file = join(tmpdir(), `dextr test ${process.pid}.onnx`)
  beforeAll(() => writeFileSync(file, redModel()))
  afterAll(() => rmSync(file))

  it('loads from a path, a URL and a Blob', async () => {
    for (const source of [file, pathToFileURL(file), new Blob([readFileSync(file)])]) {
      await using dextr = await Dextr.load(source)
      expect(dextr.description.name).toBe('red')
      expect(dextr.runtime).toMatch(/^onnxruntime-node \d/)
    }
  })

  it('gives the same mask through WebAssembly', async () => {
    await using native = await Dextr.load(file, { runtime: 'onnxruntime-node' })
    await using web = await Dextr.load(file, { runtime: 'onnxruntime-web', threads: 1 })
    expect(web.runtime).toMatch(/^onnxruntime-web/)
    const [a, b] = await Promise.all(
      [native, web].map(async dextr => (await dextr.open(pixels)).segment(points)),
    )
    expect(iou(a!, b!)).toBeGreaterThanOrEqual(0.999)
  })

  it('is refused with its name when it is not there, empty, foreign or damaged', async () => {
    const whole = readFileSync(file)
    const foreign = readFileSync(new URL('../package.json', import.meta.url))
    const damaged = Buffer.from(whole.toString('latin1').replace('"stretched"', '"stretchy" '), 'latin1')
    const refusal = (source: string | Uint8Array) => expect(Dextr.load(source)).rejects
    await refusal('no such model.onnx').toThrow('no such model.onnx: there is no such file')
    await refusal('no such model.onnx').toBeInstanceOf(ModelFileError)
    await refusal(new Uint8Array()).toThrow('model: the file is empty')
    await refusal(foreign).toThrow('model is not an ONNX file')
    await refusal(whole.subarray(0, whole.length - 100)).toThrow('model is not an ONNX file')
    await refusal(damaged).toThrow('model: preset.aspect')
  })

  it('gives nothing more after it is disposed', async () => {
    const dextr = await Dextr.load(file)
    const photo = await dextr.open(pixels)
    const waiting = photo.segment(points)
    const [outcome] = await Promise.allSettled([waiting, dextr.dispose()])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'runtime: disposed' } })
    await expect(photo.segment(points)).rejects.toThrow('runtime: disposed')
  })
})

const shipped = new URL('../models/dextr.onnx', import.meta.url)

describe.skipIf(!existsSync(shipped))('the shipped model', () => {
  it('is the one that is loaded by default, and gives the same mask through WebAssembly', async () => {
    await using native = await Dextr.load()
    await using web = await Dextr.load(undefined, { runtime: 'onnxruntime-web' })
    const mask = await (await native.open(pixels)).segment(points)
    expect(iou(mask, truth)).toBeGreaterThan(0.9)
    expect(iou(mask, await (await web.open(pixels)).segment(points))).toBeGreaterThanOrEqual(0.999)
  })
})

describe('an aborted call', () => {
  const slowModel = redModel({ size: 128, layers: 20, width: 64 })

  it('rejects within 50 ms, in whatever state it is', async () => {
    await using dextr = await Dextr.load(slowModel)
    const photo = await dextr.open(pixels)
    const times: number[] = []
    for (const delay of [0, 1, 30, 60, 90]) {
      const controller = new AbortController()
      const calls = [1, 2].map(() => photo.segment(points, { signal: controller.signal }))
      const outcomes = Promise.allSettled(calls)
      await new Promise(resolve => setTimeout(resolve, delay))
      const start = performance.now()
      controller.abort()
      for (const outcome of await outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } })
      times.push(performance.now() - start)
    }
    expect(times.sort((a, b) => a - b)[2], 'median, ms').toBeLessThan(50)
    expect(iou(await photo.segment(points), truth)).toBeGreaterThan(0.95)
  })

  it('rejects before anything begins when the signal is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'))
    await expect(Dextr.load(slowModel, { signal })).rejects.toThrow('changed my mind')
    await using dextr = await Dextr.load(slowModel)
    await expect(dextr.open(pixels.data, { signal })).rejects.toThrow('changed my mind')
    const photo = await dextr.open(pixels)
    await expect(photo.segment(points, { signal })).rejects.toThrow('changed my mind')
  })

  it('can be a load', async () => {
    const controller = new AbortController()
    const loading = Dextr.load(slowModel, { signal: controller.signal })
    setTimeout(() => controller.abort(), 20)
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('an interactive object', () => {
  it('answers only its newest request, and disturbs no other object', async () => {
    await using dextr = await Dextr.load(redModel({ size: 128, layers: 8, width: 32 }))
    const photo = await dextr.open(pixels)
    const [first, second] = [photo.object(), photo.object()]
    const outcomes = await Promise.allSettled([
      first.segment(points),
      second.segment(points),
      first.segment(points),
      first.segment(points),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[0]).toMatchObject({ reason: { name: 'AbortError' } })
    expect(iou(await first.segment(points), truth)).toBeGreaterThan(0.95)
  })

  it('can be aborted from outside', async () => {
    await using dextr = await Dextr.load(redModel())
    const object = (await dextr.open(pixels)).object()
    const controller = new AbortController()
    const call = object.segment(points, { signal: controller.signal })
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })
})
