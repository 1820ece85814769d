import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { iou, Mask } from '../src/mask/index.ts'
import { redModel } from './red-model.ts'
import { disc, discPoints, maskOf, redPhoto } from './red-photo.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const size = { width: 400, height: 300 }
const centre = { x: 210, y: 140 }

const program = `
import { Dextr, type ObjectMask } from 'dextr'

await using dextr = await Dextr.load('red.onnx')
const photo = await dextr.open('a red disc.png')
const mask: ObjectMask = await photo.segment(${JSON.stringify(discPoints(centre, 80))})
console.log(JSON.stringify({ runtime: dextr.runtime, mask: mask.toRle() }))
`

const compilerOptions = {
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2024', 'esnext.disposable', 'dom'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
}

describe('the package', () => {
  let folder: string
  const run = (command: string, ...options: string[]) =>
    execFileSync(command, options, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dextr-package-'))
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
    const [archive] = readdirSync(folder).filter(name => name.endsWith('.tgz'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    run('npm', 'install', archive!, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund')
    const { data } = redPhoto(size, disc(centre, 80))
    await sharp(data, { raw: { ...size, channels: 3 } })
      .png()
      .toFile(join(folder, 'a red disc.png'))
    writeFileSync(join(folder, 'red.onnx'), redModel())
    writeFileSync(join(folder, 'program.ts'), program)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  }, 600_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives its types to a program', () => {
    run(process.execPath, join(root, 'node_modules/typescript/bin/tsc'))
  })

  it('finds a mask, with the native runtime and without it', () => {
    for (const runtime of ['onnxruntime-node', 'onnxruntime-web']) {
      const answer = JSON.parse(run(process.execPath, 'program.js'))
      expect(answer.runtime).toContain(runtime)
      expect(iou(Mask.fromRle(answer.mask), maskOf(size, disc(centre, 80)))).toBeGreaterThan(0.95)
      rmSync(join(folder, 'node_modules/onnxruntime-node'), { recursive: true, force: true })
    }
  })

  it('holds the browser build, and no sources or tests', () => {
    const installed = join(folder, 'node_modules/dextr')
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    const runtimes = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.wasm', 'ort.webgpu.min.mjs']
    for (const file of ['dextr.js', 'browser-worker.js', ...runtimes])
      expect(files).toContain(join('dist/browser', file))
    expect(files.filter(file => /\.test\.|[^d]\.ts$/.test(file))).toEqual([])
  })
})
