import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { RunFolder } from './run-folder.ts'

it('a run that was killed forgets what came after its last checkpoint, and lines that are cut or damaged', async () => {
  const path = await mkdtemp(join(tmpdir(), 'dextr run '))
  const folder = new RunFolder(path)
  const line = (step: number) => `{"step":${step},"loss":0.5}\n`
  const kept = [line(1), line(2), '{"step":2,"iou":0.8}\n'].join('')
  await writeFile(folder.metricsFile, `${kept}\0\0\0\n${line(3)}${line(4)}{"step":2,"lo`)
  await writeFile(join(path, '.dextr-7-1.part'), 'half a checkpoint')
  await folder.mend(2)
  expect(await readFile(folder.metricsFile, 'utf8')).toBe(kept)
  expect(await readdir(path)).toEqual(['metrics.jsonl'])
  await rm(path, { recursive: true })
})
