import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { folder, photo } from '../../test/dataset-files.ts'
import { readAnnotations } from '../formats/index.ts'
import { annotationFiles, findPhotos } from './annotation-files.ts'

const label = '0 0.25 0 0.5 0 0.5 0.5 0.25 0.5\n'

it('a folder and the zip of it are read alike, photos measured where they are', async () => {
  const content = {
    'data.yaml': strToU8('names: [cat]'),
    'labels/a.txt': strToU8(label),
    'images/a.jpg': await photo(8, 4),
  }
  const packed = zipSync(content)
  const root = await folder({ ...content, 'all.zip': packed })
  for (const path of [join(root, 'all.zip'), join(root, 'data.yaml'), root]) {
    const { files, sizeOf } = await annotationFiles(path)
    const { images, objects } = await readAnnotations(files, { sizeOf })
    expect(images).toMatchObject([{ file: 'images/a.jpg', width: 8, height: 4 }])
    expect(objects).toMatchObject([{ shape: { parts: [{ outer: [2, 0, 4, 0, 4, 2, 2, 2] }] } }])
  }
})

it('a zip that is none is refused', async () => {
  const root = await folder({ 'a.zip': 'PK' })
  await expect(annotationFiles(join(root, 'a.zip'))).rejects.toThrow('a.zip: the zip cannot be read (')
})

it('photos are found by their whole names, or by what is left without the first folders', async () => {
  const root = await folder({ 'photos/b/a.jpg': '' })
  const { folder: where, nameIn } = await findPhotos(
    'images/train/b/a.jpg',
    [root, join(root, 'photos')],
    'x',
  )
  expect(where).toBe(join(root, 'photos'))
  expect(nameIn('images/train/c/d.jpg')).toBe('c/d.jpg')
})
