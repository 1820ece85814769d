import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder, numbers, photo } from '../../test/dataset-files.ts'
import { Files } from './files.ts'

async function photos() {
  const small = await photo(4, 4)
  const path = await folder({
    'a.jpg': small,
    'b.jpg': small,
    'c.jpg': small,
    'd.jpg': small,
    'a.png': numbers('1'),
  })
  return (name: string) => join(path, name)
}

it('reads a file once while it fits', async () => {
  const path = await photos()
  const files = new Files(2 * 48)
  const first = await files.photo(path('a.jpg'))
  await files.photo(path('b.jpg'))
  expect(await files.photo(path('a.jpg'))).toBe(first)
})

it('reads a file once for all who ask at the same time', async () => {
  const path = await photos()
  const files = new Files(0)
  const [first, second] = await Promise.all([files.photo(path('a.jpg')), files.photo(path('a.jpg'))])
  expect(first).toBe(second)
})

it('keeps a photo and its labels beyond its bytes until others come', async () => {
  const path = await photos()
  const files = new Files(0)
  const first = await files.photo(path('a.jpg'))
  await files.labels(path('a.png'))
  expect(await files.photo(path('a.jpg'))).toBe(first)
  await files.photo(path('b.jpg'))
  expect(await files.photo(path('a.jpg'))).not.toBe(first)
})

it('reads a file anew that could not be read', async () => {
  const path = await photos()
  const files = new Files(1000)
  await expect(files.photo(path('e.jpg'))).rejects.toThrow('there is no such file')
  await writeFile(path('e.jpg'), await photo(2, 2))
  expect(await files.photo(path('e.jpg'))).toMatchObject({ width: 2 })
})
