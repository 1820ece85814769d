import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { random } from '../src/image/index.ts'
import { dextr, startDextr } from './cli-process.ts'
import { tinyRecipe, writeTinyTraining } from './tiny-training.ts'

const kills = 10

/** Waits until a stream has had so many line breaks, or has ended. */
async function linesFrom(stream: Readable, count: number): Promise<void> {
  let lines = 0
  while (lines < count && !stream.readableEnded) {
    const [data] = await Promise.race([once(stream, 'data'), once(stream, 'end')])
    lines += String(data ?? '').split('\n').length - 1
  }
}

describe('a training run', () => {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dextr resume '))
    await writeTinyTraining(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const start = (out: string) =>
    startDextr([
      ...['train', join(folder, 'recipe.json'), '--data', join(folder, 'data'), '--out', join(folder, out)],
      ...[
        '--weights',
        join(folder, 'weights.safetensors'),
        '--name',
        'tiny',
        '--threads',
        '1',
        '--workers',
        '1',
      ],
      ...['--save-every', '2', '--validate-every', '8', '--resume', '--json'],
    ])
  const file = (out: string, name: string) => join(folder, out, name)
  const metrics = (out: string) =>
    readFileSync(file(out, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => ({ ...JSON.parse(line), seconds: 0 }))

  it('that was killed ten times at random moments ends with the bytes of an unbroken one', async () => {
    const { code, stderr } = await start('unbroken').ended
    expect(code, stderr).toBe(0)

    const next = random(Date.now())
    for (let killed = 0; killed < kills; ) {
      const { child, ended } = start('killed')
      await linesFrom(child.stdout!, Math.floor(4 * next()))
      await new Promise(resolve => setTimeout(resolve, 400 * next()))
      child.kill('SIGKILL')
      if ((await ended).code === null) killed++
      else break // the run was faster than its killer
    }
    const last = await start('killed').ended
    expect(last.code, last.stderr).toBe(0)
    for (const name of ['state.safetensors', 'model.onnx', 'plot.svg'])
      expect(readFileSync(file('killed', name)).equals(readFileSync(file('unbroken', name))), name).toBe(true)
    expect(metrics('killed')).toEqual(metrics('unbroken'))
    expect(metrics('killed')).toHaveLength(tinyRecipe.steps + 3)
  }, 300_000)

  it('ends after the step when it is interrupted, and goes on only as it began', async () => {
    const { child, ended } = start('interrupted')
    await linesFrom(child.stdout!, 1)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code, stderr).toBe(130)
    expect(stderr).toMatch(/interrupted at step \d+ of 24; go on with dextr train --out .* --resume/)
    const done = metrics('interrupted').length

    const [out, data] = [join(folder, 'interrupted'), join(folder, 'data')]
    const again = await dextr(['train', '--data', data, '--out', out])
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a run is there already; go on with --resume'),
    })
    const other = await dextr(['train', '--out', out, '--resume', '--steps', '5', '--seed', '2'])
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('steps is 5, not 24; seed is 2, not 1'),
    })
    expect(metrics('interrupted')).toHaveLength(done)
  }, 120_000)
})
