import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { documentOf } from '../../test/documents.ts'
import { nextCommand } from '../../test/editing-session.ts'
import { blankDatabase, emptyDatabase, newProject } from '../../test/store-folder.ts'
import { wholeDocument } from '../../test/whole-document.ts'
import { apply, type Document } from '../document/index.ts'
import { maskOf, readCoco } from '../formats/index.ts'
import { random } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { openStore, type Store, type StoreEvent } from './index.ts'
import { parseSnapshot } from './snapshot-format.ts'

describe('the snapshot beside the photos', { timeout: 240_000 }, () => {
  let project: Awaited<ReturnType<typeof newProject>>
  let path: string
  let next: () => number
  let document: Document

  beforeEach(async () => {
    project = await newProject()
    path = join(project.photos, 'annotations.dextr.json')
    next = random(3)
  })
  afterEach(() => project.remove())

  const text = () => readFileSync(path, 'utf8')
  const json = () => JSON.parse(text())

  const open = async (trust?: 'store' | 'snapshot', data = project.data) => {
    const store = await openStore({
      photos: project.photos,
      data,
      blank: blankDatabase,
      ...(trust && { trust }),
    })
    document = await wholeDocument(store)
    return store
  }
  const begin = async () => {
    const store = await open()
    const found = Array.from({ length: 30 }, (_, i) => ({
      path: `photo ${i}.jpg`,
      hash: `hash ${i}`,
      width: 6,
      height: 4,
      bytes: 1,
      modified: 1,
    }))
    await store.syncImages(found)
    document = await wholeDocument(store)
    return store
  }
  const edit = async (store: Store, times: number) => {
    for (let i = 0; i < times; i++) {
      const command = nextCommand(document, next)
      document = apply(document, command)
      await store.apply(command)
    }
  }
  const session = async (times = 30) => {
    const store = await begin()
    await edit(store, times)
    await store.close()
  }
  /** As on another machine, or after the data was deleted. */
  const forget = () => {
    for (const name of readdirSync(project.data)) rmSync(join(project.data, name), { recursive: true })
    return emptyDatabase(project.data)
  }
  const kept = () => readdirSync(project.photos).filter(name => name.includes('kept'))

  it('is no file as long as nothing was done', async () => {
    const store = await begin()
    await store.close()
    expect(readdirSync(project.photos)).toEqual([])
  })

  it('is a COCO file with all objects', async () => {
    await session()
    const coco = readCoco(text())
    const objects = Object.values(document.objects)
    expect(coco.images).toHaveLength(30)
    expect(coco.categories.map(({ name }) => name).sort()).toEqual(
      Object.values(document.classes)
        .map(({ name }) => name)
        .sort(),
    )
    expect(coco.objects).toHaveLength(objects.length)
    const images = new Map(coco.images.map(image => [image.id, image]))
    const pixels = coco.objects.flatMap(
      object => maskOf(object, images.get(object.image)!)?.toRle().counts ?? [],
    )
    expect(pixels.sort()).toEqual(
      objects.flatMap(({ mask }) => (mask ? [Mask.fromRle(mask).toRle().counts] : [])).sort(),
    )
    for (const { area, box } of coco.objects) expect([area, box]).not.toContain(undefined)
  })

  it('gives the whole document back when the store is deleted', async () => {
    await session()
    const [before, version] = [document, json().dextr.version]
    await forget()
    const store = await open()
    expect(document).toEqual(before)
    expect(store.version).toBe(version)
    await edit(store, 10)
    await store.close()
    expect(json().dextr).toMatchObject({ version: version + 10, ancestors: [{ version }] })
  })

  it('is the same whether it was written in pieces or anew', async () => {
    const store = await begin()
    for (let i = 0; i < 4; i++) {
      await edit(store, 8)
      await saved(store)
    }
    await store.close()
    const pieces = json()
    rmSync(path)
    await (await open()).close()
    expect(json()).toEqual(pieces)
    const again = await open()
    await edit(again, 5)
    await again.close()
    const continued = json()
    rmSync(path)
    await (await open()).close()
    expect(json()).toEqual(continued)
  })

  it('is at most five seconds behind while edits never stop, and always the project at one version', async () => {
    const store = await begin()
    const documents = new Map<number, Document>()
    const times = new Map<number, number>()
    const snapshots: string[] = []
    let behind = 0
    store.subscribe(event => {
      if (event.type === 'command') times.set(event.version, performance.now())
      if (event.type !== 'snapshot' || event.state !== 'saved') return
      snapshots.push(text())
      for (const [version, time] of times)
        if (version <= event.version) {
          behind = Math.max(behind, performance.now() - time)
          times.delete(version)
        }
    })
    // Some edits always wait, so that a snapshot has to find its place between them.
    const waiting: Promise<unknown>[] = []
    for (const end = performance.now() + 9000; performance.now() < end; ) {
      const command = nextCommand(document, next)
      document = apply(document, command)
      documents.set(documents.size + 1, document)
      waiting.push(store.apply(command))
      if (waiting.length > 5) await waiting.shift()
      await pause(20)
    }
    await Promise.all(waiting)
    await store.close()
    expect(snapshots.length).toBeGreaterThan(1)
    expect(behind).toBeLessThan(5000)
    expect(times.size).toBe(0)
    for (const snapshot of snapshots) {
      const { head, images, classes, objects } = parseSnapshot(snapshot)
      const without = <R extends { number: number }>(rows: readonly R[]) =>
        rows.map(({ number: _, ...row }) => row)
      expect(documentOf(without(images), without(objects), without(classes))).toEqual(
        documents.get(head.version),
      )
    }
  })

  it('is caught up with at the next start when the last one came before the last edits', async () => {
    const store = await begin()
    await edit(store, 10)
    await saved(store)
    const earlier = text()
    await edit(store, 10)
    await store.close()
    const latest = json()
    writeFileSync(path, earlier)
    await (await open()).close()
    expect(json()).toEqual(latest)
  })

  it('that cannot be read is not written over, and the way out is named', async () => {
    await session()
    truncateSync(path, 700)
    const damaged = text()
    await expect(open()).rejects.toThrow(/annotations\.dextr\.json cannot be read.*trust "store"/)
    await forget()
    await expect(open()).rejects.toThrow(/cannot be read.*--trust store.*begins empty/)
    expect(text()).toBe(damaged)
    const store = await open('store')
    expect(store.version).toBe(0)
    await store.close()
    expect(kept()).toHaveLength(1)
  })

  it('of somebody else is not taken for one', async () => {
    await session()
    writeFileSync(path, '{"images": [], "annotations": [], "categories": []}')
    await expect(open()).rejects.toThrow(/cannot be read: the file, dextr/)
  })

  it('that was changed by hand is neither written over nor believed unasked', async () => {
    await session()
    const before = document
    const changed = text().replace('photo 7.jpg', 'photo seven.jpg')
    writeFileSync(path, changed)
    await expect(open()).rejects.toThrow(/was changed by hand.*trust "store".*trust "snapshot"/)
    expect(text()).toBe(changed)

    const believed = await open('snapshot')
    expect((await believed.images()).map(({ path }) => path)).toContain('photo seven.jpg')
    await believed.close()
    expect(readdirSync(join(project.data, 'backups'))).toHaveLength(1)

    writeFileSync(path, changed)
    const refused = await open('store')
    expect(Object.keys(document.objects).sort()).toEqual(Object.keys(before.objects).sort())
    await refused.close()
    expect(kept().map(name => readFileSync(join(project.photos, name), 'utf8'))).toEqual([changed])
    expect(json().annotations).toHaveLength(Object.keys(before.objects).length)
  })

  it('that went on elsewhere is followed when it comes back', async () => {
    await session()
    const other = await newProject()
    const elsewhere = await open(undefined, other.data)
    await edit(elsewhere, 10)
    await elsewhere.close()
    const after = document
    await (await open()).close()
    expect(document).toEqual(after)
    expect(readdirSync(join(project.data, 'backups'))).toHaveLength(1)
    expect(kept()).toEqual([])
    other.remove()
  })

  it('that went on in two places is a conflict', async () => {
    await session()
    const other = await newProject()
    const elsewhere = await open(undefined, other.data)
    await edit(elsewhere, 5)
    await elsewhere.close()
    const theirs = text()
    rmSync(path)
    const here = await open()
    await edit(here, 5)
    await here.close()
    writeFileSync(path, theirs)
    await expect(open()).rejects.toThrow(/another project store .*edits that are not in it/)
    expect(text()).toBe(theirs)
    other.remove()
  })

  it('that somebody put there meanwhile is kept under another name', async () => {
    const store = await begin()
    await edit(store, 5)
    await saved(store)
    renameSync(path, `${path}.old`)
    writeFileSync(path, 'my own notes')
    await edit(store, 5)
    await store.close()
    expect(kept().map(name => readFileSync(join(project.photos, name), 'utf8'))).toEqual(['my own notes'])
    expect(json().dextr.version).toBe(10)
  })

  it('is written anew when somebody wrote into it meanwhile', async () => {
    const store = await begin()
    await edit(store, 20)
    await saved(store)
    writeFileSync(path, 'x'.repeat(text().length))
    await edit(store, 1)
    await store.close()
    const objects = Object.keys(document.objects)
    expect(
      json()
        .annotations.map(({ dextr }: { dextr: { id: string } }) => dextr.id)
        .sort(),
    ).toEqual(objects.sort())
  })

  it('that a killed process had begun is cleared away', async () => {
    writeFileSync(join(project.photos, '.annotations.dextr.json.1.tmp'), 'half')
    await (await begin()).close()
    expect(readdirSync(project.photos)).toEqual([])
  })

  it('rebuilds a database that is damaged, when told to', async () => {
    await session()
    const before = document
    rmSync(join(project.data, 'database', 'global'), { recursive: true })
    const files = readdirSync(join(project.data, 'database'), { recursive: true, encoding: 'utf8' })
    await expect(open()).rejects.toThrow(/database .*does not open.*left as it is.*--trust snapshot/s)
    expect(readdirSync(join(project.data, 'database'), { recursive: true, encoding: 'utf8' })).toEqual(
      expect.arrayContaining(files),
    )
    const snapshot = text()
    rmSync(path)
    await expect(open('snapshot')).rejects.toThrow(/There is no annotations\.dextr\.json/)
    writeFileSync(path, snapshot)
    await (await open('snapshot')).close()
    expect(document).toEqual(before)
    expect(readdirSync(join(project.data, 'backups'))).toHaveLength(1)
  })

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)(
    'is with the project when the photos are in a folder for reading only',
    async () => {
      chmodSync(project.photos, 0o555)
      await session()
      expect(readdirSync(project.data)).toContain('annotations.dextr.json')
      chmodSync(project.photos, 0o755)
      cpSync(join(project.data, 'annotations.dextr.json'), path)
      expect(json().dextr.version).toBe(30)
    },
  )
})

function saved(store: Store): Promise<void> {
  return new Promise(resolve => {
    const end = store.subscribe((event: StoreEvent) => {
      if (event.type !== 'snapshot' || event.state !== 'saved' || event.version < store.version) return
      end()
      resolve()
    })
  })
}
