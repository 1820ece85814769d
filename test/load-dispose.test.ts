import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/guidance/index.ts'
import { buildNetwork, networkSchema, presets as networks } from '../src/network/index.ts'
import { writeModelFile } from '../src/segmenter/index.ts'
import { elementCount, tensor } from '../src/tensor/index.ts'

describe('ten times loading and disposing', () => {
  const file = join(tmpdir(), `dextr load-dispose ${process.pid}.onnx`)

  // As large as a real model, so that one that stays in memory would show.
  beforeAll(() => {
    const network = v.parse(networkSchema, networks['resnet50v2-psp'])
    const preset = { ...presets.default, size: 128 }
    const { graph } = buildNetwork(network, [1, 4, preset.size, preset.size])
    const weights = new Map(
      [...graph.parameters].map(([name, { shape }]) => [
        name,
        tensor('float32', shape, new Float32Array(elementCount(shape))),
      ]),
    )
    const description = { version: 1 as const, name: 'zeros', network, preset, lineage: [], licence: 'none' }
    writeFileSync(file, writeModelFile(description, weights))
  })
  afterAll(() => rmSync(file))

  for (const runtime of ['onnxruntime-node', 'onnxruntime-web'])
    it(`leaves memory where it was, ${runtime}`, { timeout: 120_000 }, () => {
      const script = fileURLToPath(new URL('../dist/bench/load-dispose.js', import.meta.url))
      const output = execFileSync(
        process.execPath,
        ['--expose-gc', script, '--model', file, '--runtime', runtime, '--json'],
        {
          encoding: 'utf8',
          env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '1000000', MALLOC_TRIM_THRESHOLD_: '1000000' },
        },
      )
      const megabytes: number[] = JSON.parse(output)
      expect(megabytes).toHaveLength(11)
      expect(megabytes.at(-1)! - megabytes[0]!).toBeLessThanOrEqual(50)
    })
})
