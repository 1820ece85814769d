import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder, numbers, photo } from '../../test/dataset-files.ts'
import { checkDataset } from './check.ts'
import { Files } from './files.ts'
import { folders } from './folders.ts'

async function dataset(sizes: readonly number[]) {
  const files: Record<string, string | Uint8Array> = {}
  for (const [i, size] of sizes.entries()) {
    files[`images/${i}.jpg`] = await photo(size, 2)
    files[`masks/${i}.png`] = numbers('010', '110')
  }
  const path = await folder(files)
  return { path, dataset: await folders.open({ path, values: 'binary', crowds: 'void' }, new Files(0)) }
}

it('passes a dataset of which photos and masks have the same sizes', async () => {
  const { dataset: good } = await dataset([3, 3])
  await checkDataset(good)
})

it('lists what is wrong with each photo', async () => {
  const { path, dataset: bad } = await dataset([3, 4, 3])
  await rm(join(path, 'images/2.jpg'))
  await expect(checkDataset(bad)).rejects.toThrow(
    [
      `${path}: 2 of 3 photos cannot be used`,
      `  ${path}/masks/1.png: made for 3 × 2 pixels, but ${path}/images/1.jpg has 4 × 2; scale the annotation to the photo, or put the photo back that it was made on`,
      `  ${path}/images/2.jpg: there is no such file`,
    ].join('\n'),
  )
})

it('lists ten and counts the rest', async () => {
  const { dataset: bad } = await dataset(new Array(12).fill(5))
  await expect(checkDataset(bad)).rejects.toThrow(/12 of 12 photos cannot be used\n(.*\n){10} {2}and 2 more$/)
})

it('stops when it is told to', async () => {
  const { dataset: good } = await dataset([3])
  await expect(checkDataset(good, AbortSignal.abort())).rejects.toThrow('aborted')
})
