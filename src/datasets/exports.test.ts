import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { folder, photo } from '../../test/dataset-files.ts'
import { hardObjects } from '../../test/hard-objects.ts'
import { formats, maskOf, writeAnnotations } from '../formats/index.ts'
import { datasetSchema, openDatasets } from './open.ts'

const annotations = hardObjects(2)
const open = (config: object) => openDatasets([v.parse(datasetSchema, config)])

/** An export in a folder, with its photos where it says. */
async function exportTo(format: string, options = {}): Promise<string> {
  const { files, photos } = writeAnnotations(annotations, format, options)
  const root = await folder(Object.fromEntries(files.map(({ path, content }) => [path, content])))
  const { width, height } = annotations.images[0]!
  for (const { path } of photos) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), await photo(width, height))
  }
  return root
}

describe('what is exported is what training reads', () => {
  for (const { name } of formats)
    it(`${name}: every object, its class and its pixels`, async () => {
      const root = await exportTo(name)
      const dataset = await open({ path: name === 'coco' ? join(root, 'instances.json') : root })
      expect(dataset.entries).toHaveLength(annotations.objects.length)
      for (const object of annotations.objects.slice(0, 9)) {
        const image = annotations.images.find(({ id }) => id === object.image)!
        const mask = maskOf(object, image)!
        const entry = dataset.entries.find(
          ({ image, class: name }) =>
            image.endsWith('photo 0.jpg') && name === `class ${object.category! - 1}`,
        )!
        expect(entry.area).toBe(mask.area)
        const scene = await dataset.read(entry)
        expect(scene.mask.data).toEqual(mask.toBitmap().data.map(value => 255 * value))
      }
    })

  it('by its parts', async () => {
    const options = { split: { shares: [50, 0, 50], seed: 4 } }
    for (const name of ['yolo', 'cvat', 'labelme', 'label-studio', 'voc', 'instances', 'classes']) {
      const path = await exportTo(name, options)
      const [train, test] = [await open({ path, split: 'train' }), await open({ path, split: 'test' })]
      expect([train.entries.length, test.entries.length], name).toEqual([25, 25])
    }
  })

  it('and refuses what it cannot find', async () => {
    const path = await exportTo('cvat')
    await expect(open({ path, split: 'val' })).rejects.toThrow(
      `${path}: no photo has split 'val'; there are no splits`,
    )
    await expect(open({ path, images: 'elsewhere' })).rejects.toThrow(
      'set images to the folder of the photos',
    )
  })
})
