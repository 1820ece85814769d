import { basename } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classOf, id, object } from '../../test/documents.ts'
import { nextCommand } from '../../test/editing-session.ts'
import { newProject } from '../../test/store-folder.ts'
import { wholeDocument } from '../../test/whole-document.ts'
import { apply, type Command, type Document, type ImageRecord } from '../document/index.ts'
import { random } from '../image/index.ts'
import { type FoundImage, openStore, type Store, type StoreEvent, type StoreOptions } from './index.ts'

const found = (path: string, fields: Partial<FoundImage> = {}): FoundImage => ({
  path,
  hash: `hash of ${path}`,
  width: 6,
  height: 4,
  bytes: 1000,
  modified: 1.5,
  ...fields,
})

const databaseUrl = process.env.DATABASE_URL

const places: [string, Pick<StoreOptions, 'databaseUrl'> | undefined][] = [
  ['PGlite', {}],
  ['PostgreSQL', databaseUrl === undefined ? undefined : { databaseUrl }],
]

// One suite for both databases; PostgreSQL's runs where DATABASE_URL names a server.
for (const [name, place] of places)
  describe.skipIf(!place)(`a store on ${name}`, () => {
    let project: Awaited<ReturnType<typeof newProject>>
    let store: Store
    let meadow: ImageRecord
    let wood: ImageRecord

    const reopen = async () => {
      await store?.close()
      store = await openStore({ ...place, ...project })
    }
    const add = (name: string, fields = {}): Command => ({
      type: 'addObjects',
      label: `Add ${name}`,
      objects: [{ ...object(name, 'meadow', fields), image: meadow.id }],
    })
    const note = (name: string, text: string): Command => ({
      type: 'changeObjects',
      label: `Note ${text}`,
      changes: [{ id: id(name), patch: { note: text } }],
    })

    beforeAll(async () => {
      project = await newProject()
      await reopen()
      await store.syncImages([found('meadow.jpg'), found('deep/wood.jpg')])
      const images = await store.images()
      wood = (await store.image(images[0]!.id)).image
      meadow = (await store.image(images[1]!.id)).image
    })

    afterAll(async () => {
      await store.close()
      if (databaseUrl !== undefined && place?.databaseUrl) await dropSchema(databaseUrl, project.data)
      project.remove()
    })

    it('answers an edit with its version, its entry and the rows that changed', async () => {
      const { version, entry, change, repeated } = await store.apply(add('robin'))
      expect({ version, repeated }).toEqual({ version: store.version, repeated: false })
      expect(entry).toMatchObject({
        label: 'Add robin',
        kind: 'do',
        of: version,
        image: meadow.id,
        status: 'done',
      })
      expect(Date.parse(entry.at)).toBeGreaterThan(Date.now() - 60_000)
      expect(change.objects).toEqual([{ ...object('robin', 'meadow'), image: meadow.id }])
    })

    it('gives everything back after it was closed', async () => {
      const wren = {
        prompt: {
          points: [{ x: 0.1 + 0.2, y: 1e-7 }],
          box: { x0: 0, y0: 0, x1: 3, y1: 2.5 },
          include: [],
          exclude: [],
        },
        box: { x: 0.1, y: 0.7, width: 1 / 3, height: 2 },
        note: 'quotes "\'`, \\ and $1; line\nbreaks, ‮עברית‬ and 😀',
        model: 'paper',
        threshold: 0.8,
        doubt: 1 / 7,
        score: 0.95,
        z: 1.5,
        detail: 0.25,
      }
      await store.apply(add('wren', wren))
      await store.saveSetting('view', { zoom: 1.5, panels: ['left'] })
      await store.saveDraft(meadow.id, [{ x: 1, y: 2 }])
      await reopen()
      const { objects, draft } = await store.image(meadow.id)
      expect(objects.find(object => object.id === id('wren'))).toEqual({
        ...object('wren', 'meadow', wren),
        image: meadow.id,
      })
      expect(draft).toEqual([{ x: 1, y: 2 }])
      expect(await store.settings()).toEqual({ view: { zoom: 1.5, panels: ['left'] } })
    })

    it('lists images in the order of their paths with what lists show', async () => {
      await store.apply(add('finch', { doubt: 0.25 }))
      await store.apply(add('dove', { doubt: 0.75, review: 'accepted' }))
      await store.apply({
        type: 'changeImage',
        label: '',
        id: meadow.id,
        patch: { state: 'flagged', note: 'blurred' },
      })
      const images = await store.images()
      expect(images.map(({ path }) => path)).toEqual(['deep/wood.jpg', 'meadow.jpg'])
      expect(images[0]).toMatchObject({ objects: 0, worstDoubt: null, hasNote: false, state: 'todo' })
      expect(images[1]).toMatchObject({ objects: 4, worstDoubt: 0.25, hasNote: true, state: 'flagged' })
    })

    it('applies a command once that is sent twice', async () => {
      const first = await store.apply(add('crow'), { key: 'a' })
      const second = await store.apply(add('crow'), { key: 'a' })
      expect(second).toMatchObject({ repeated: true, version: first.version, entry: first.entry })
      expect(second.change.objects).toEqual(first.change.objects)
      const undone = await store.undo({ key: 'b' })
      const again = await store.undo({ key: 'b' })
      expect(again).toMatchObject({ repeated: true, version: undone.version })
      expect(again.change.removedObjects).toEqual([id('crow')])
    })

    it('refuses a command that was made on another version, and one that does not fit', async () => {
      const before = store.version
      await expect(store.apply(add('owl'), { expect: before - 1 })).rejects.toThrow(
        `edit made on version ${before - 1}, the project is at version ${before}`,
      )
      await expect(store.apply(add('robin'))).rejects.toMatchObject({ name: 'CommandConflict' })
      await expect(store.apply(note('dodo', 'x'))).rejects.toThrow('there is no object dodo')
      expect(store.version).toBe(before)
      await store.apply(add('owl'), { expect: before })
    })

    it('refuses a mask whose run lengths do not fill the image', async () => {
      const before = store.version
      await expect(store.apply(add('emu', { mask: { size: [4, 6], counts: '52' } }))).rejects.toThrow(
        RangeError,
      )
      expect(store.version).toBe(before)
    })

    it('takes back and does again, also after it was closed, and says where', async () => {
      const noteOf = async () =>
        (await store.image(meadow.id)).objects.find(({ id: of }) => of === id('robin'))?.note
      for (const text of ['one', 'two', 'three']) await store.apply(note('robin', text))
      await store.undo()
      await store.undo()
      expect(await noteOf()).toBe('one')
      await reopen()
      const { entry } = await store.redo()
      expect(entry).toMatchObject({ kind: 'redo', label: 'Note two', image: meadow.id })
      expect(await noteOf()).toBe('two')
      await store.undo()
      await store.undo()
      expect(await noteOf()).toBe('')
      await store.redo()
      expect(await noteOf()).toBe('one')
    })

    it('leaves nothing to do again after a new edit', async () => {
      await store.apply(note('robin', 'new'))
      await expect(store.redo()).rejects.toThrow('there is nothing to redo')
      const edits = (await store.history({ limit: 100 })).filter(({ kind }) => kind === 'do')
      expect(edits.slice(0, 4).map(({ label, status }) => [label, status])).toEqual([
        ['Note new', 'done'],
        ['Note three', 'abandoned'],
        ['Note two', 'abandoned'],
        ['Note one', 'done'],
      ])
    })

    it('has the history of one image, and of what touched several', async () => {
      const bird = classOf('bird')
      await store.apply({ type: 'addClass', label: 'New class', class: bird })
      await store.apply({ type: 'changeImage', label: 'Done', id: wood.id, patch: { state: 'done' } })
      const entries = await store.history({ image: wood.id, limit: 2 })
      expect(entries.map(({ label, image }) => [label, image])).toEqual([
        ['Done', wood.id],
        ['New class', null],
      ])
    })

    it('changes classes over the whole project, and takes that back', async () => {
      const bear = classOf('bear', { order: 1, color: '#0072b2' })
      await store.apply({ type: 'addClass', label: '', class: bear })
      const changes = ['robin', 'wren'].map(name => ({ id: id(name), patch: { class: id('bird') } }))
      await store.apply({ type: 'changeObjects', label: '', changes })
      const before = await store.classes()
      expect(before.map(({ name, objects }) => [name, objects])).toEqual([
        ['bird', 2],
        ['bear', 0],
      ])
      await store.apply({ type: 'mergeClasses', label: '', from: [id('bird')], into: bear.id })
      expect((await store.classes()).map(({ name, objects }) => [name, objects])).toEqual([['bear', 2]])
      await store.apply({ type: 'removeClass', label: '', id: bear.id, objects: 'removed' })
      expect((await store.image(meadow.id)).objects.map(object => object.id)).not.toContain(id('robin'))
      await store.undo()
      await store.undo()
      expect(await store.classes()).toEqual(before)
    })

    it('tells of edits in their order, and of images', async () => {
      const events: StoreEvent[] = []
      const end = store.subscribe(event => events.push(event))
      const before = store.version
      await Promise.all(['a', 'b', 'c'].map(text => store.apply(note('robin', text))))
      await store.syncImages([found('meadow.jpg'), found('deep/wood.jpg'), found('sea.jpg')])
      end()
      await store.undo()
      expect(events.filter(({ type }) => type !== 'snapshot')).toMatchObject([
        { type: 'command', version: before + 1 },
        { type: 'command', version: before + 2 },
        { type: 'command', version: before + 3 },
        { type: 'images', added: [expect.any(String)] },
      ])
    })

    it('keeps the objects of a photo that was moved, and of one that is gone', async () => {
      const moved = await store.syncImages([
        { ...found('meadow.jpg'), path: 'old/meadow 1.jpg' },
        found('sea.jpg'),
      ])
      expect(moved).toMatchObject({ moved: [meadow.id], missing: [wood.id] })
      const listing = (await store.images()).find(({ id }) => id === meadow.id)
      expect(listing).toMatchObject({ path: 'old/meadow 1.jpg', missing: false })
      expect(listing!.objects).toBeGreaterThan(3)
      expect((await store.files()).map(({ path }) => path).sort()).toEqual(['old/meadow 1.jpg', 'sea.jpg'])
    })

    it('refuses what it does not have', async () => {
      await expect(store.image('nothing00000')).rejects.toThrow('there is no image "nothing00000"')
      await expect(store.saveDraft('nothing00000', {})).rejects.toThrow('there is no image "nothing00000"')
    })

    it('comes to the same document as the commands alone, through a session with undo and redo', async () => {
      const next = random(7)
      let document = await wholeDocument(store)
      const steps: Document[] = []
      for (let i = 0; i < 60; i++) {
        if (next() < 0.2 && steps.length > 0) {
          const undone = document
          document = steps.pop()!
          await store.undo()
          if (next() < 0.5) {
            steps.push(document)
            document = undone
            await store.redo()
          }
        } else {
          const command = nextCommand(document, next)
          steps.push(document)
          document = apply(document, command)
          await store.apply(command)
        }
      }
      expect(await wholeDocument(store)).toEqual(document)
      for (const earlier of steps.reverse()) {
        await store.undo()
        document = earlier
      }
      expect(await wholeDocument(store)).toEqual(document)
    })
  })

async function dropSchema(url: string, data: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`DROP SCHEMA "dextr_${basename(data).toLowerCase().replace(/\W/g, '_')}" CASCADE`)
  await client.end()
}
