import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode as decodePng } from 'fast-png'
import type { Raster } from '../image/index.ts'
import { decode } from '../image/node.ts'
import type { Dataset, Entry, Scene } from './dataset.ts'

const voidNumber = 255

type IndexItem = {
  readonly image: string
  readonly mask: string
  readonly split?: string
  readonly set?: string
  readonly sequence?: string
  readonly domain?: string
  readonly objects: readonly { readonly id: number; readonly class?: string; readonly area: number }[]
}

/** A folder with index.json, photos, and PNGs of instance numbers from 1 (0 background, 255 void). */
export async function instances(folder: string, { split }: { readonly split?: string } = {}): Promise<Dataset> {
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const items: IndexItem[] = (Array.isArray(index) ? index : index.items).filter(
    (item: IndexItem) => !split || item.split === split,
  )
  const masks = new Map<string, string>()
  const entries: Entry[] = items.flatMap(item => {
    const image = join(folder, item.image)
    return item.objects.map(object => {
      const id = `${item.mask}#${object.id}`
      masks.set(id, join(folder, item.mask))
      return {
        id,
        image,
        object: object.id,
        area: object.area,
        ...(object.class && { class: object.class }),
        ...(item.set && { set: item.set }),
        ...((item.sequence ?? item.domain) && { part: item.sequence ?? item.domain! }),
      }
    })
  })
  return {
    name: folder,
    entries,
    async read(entry: Entry): Promise<Scene> {
      const photo = await decode(entry.image)
      const numbers = decodePng(await readFile(masks.get(entry.id)!))
      const only = (number: number): Raster<Uint8Array> => {
        const data = new Uint8Array(numbers.data.length)
        for (let i = 0; i < data.length; i++) data[i] = numbers.data[i] === number ? 255 : 0
        return { width: numbers.width, height: numbers.height, channels: 1, data }
      }
      const hidden = only(voidNumber)
      return { photo, mask: only(entry.object), ...(hidden.data.includes(255) && { void: hidden }) }
    },
  }
}
