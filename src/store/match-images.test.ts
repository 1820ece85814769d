import { describe, expect, it } from 'vitest'
import { id, image } from '../../test/documents.ts'
import type { FoundImage } from './answers.ts'
import { matchImages } from './match-images.ts'

const file = (path: string, hash: string, fields: Partial<FoundImage> = {}): FoundImage => ({
  path,
  hash,
  width: 6,
  height: 4,
  bytes: 1,
  modified: 1,
  ...fields,
})
const known = (name: string, { path, ...stamp }: FoundImage, missing = false) => ({
  ...image(name, { path, missing }),
  ...stamp,
})
const nothing = { added: [], moved: [], changed: [], missing: [], returned: [] }

/** What becomes of known files, and where each image is afterwards. */
function match(before: ReturnType<typeof known>[], found: FoundImage[], partial = false) {
  const { put, synced } = matchImages(before, found, partial)
  const after = new Map(before.map(image => [image.id, image as (typeof put)[number]]))
  for (const image of put) after.set(image.id, image)
  const places = [...after.values()].map(({ id, path, missing }) => [id, missing ? 'missing' : path])
  return { synced, put, places: Object.fromEntries(places) as Record<string, string> }
}

const [a, b] = [known('a', file('a.jpg', 'A')), known('b', file('b.jpg', 'B'))]

describe('after a look through the folder', () => {
  it('nothing is written when nothing changed', () => {
    const { put, synced } = match([a, b], [file('a.jpg', 'A'), file('b.jpg', 'B')])
    expect({ put, synced }).toEqual({ put: [], synced: nothing })
  })

  it('a new file is a new image', () => {
    const { put, synced } = match([a], [file('a.jpg', 'A'), file('c.jpg', 'C')])
    expect(synced).toEqual({ ...nothing, added: [expect.stringMatching(/^[0-9a-z]{12}$/)] })
    expect(put).toMatchObject([{ path: 'c.jpg', hash: 'C', state: 'todo', missing: false }])
  })

  it('a file that is gone is a missing image', () => {
    const { synced, places } = match([a, b], [file('a.jpg', 'A')])
    expect(synced).toEqual({ ...nothing, missing: [b.id] })
    expect(places).toEqual({ [a.id]: 'a.jpg', [b.id]: 'missing' })
  })

  it('a file that is not found yet is not missing', () => {
    expect(match([a, b], [file('a.jpg', 'A')], true).synced).toEqual(nothing)
  })

  it('a missing image that is there again has returned', () => {
    const gone = known('c', file('c.jpg', 'C'), true)
    expect(match([gone], [file('c.jpg', 'C')]).synced).toEqual({ ...nothing, returned: [gone.id] })
    expect(match([gone], []).put).toEqual([])
  })

  it('a renamed file is the same image', () => {
    const { synced, places } = match([a, b], [file('new/a.jpg', 'A'), file('b.jpg', 'B')])
    expect(synced).toEqual({ ...nothing, moved: [a.id] })
    expect(places[a.id]).toBe('new/a.jpg')
  })

  it('two files that changed names are two images that moved', () => {
    const { synced, places } = match([a, b], [file('a.jpg', 'B'), file('b.jpg', 'A')])
    expect(synced).toEqual({ ...nothing, moved: [b.id, a.id] })
    expect(places).toEqual({ [a.id]: 'b.jpg', [b.id]: 'a.jpg' })
  })

  it('a copy is another image, whichever is found first', () => {
    const copies = [file('Copy of a.jpg', 'A'), file('a.jpg', 'A')]
    for (const found of [copies, copies.toReversed()]) {
      const { synced, places } = match([a], found)
      expect(synced).toMatchObject({ ...nothing, added: [expect.any(String)] })
      expect(places[a.id]).toBe('a.jpg')
    }
  })

  it('copies that move together keep their names', () => {
    const copies = [known('x', file('one/x.jpg', 'X')), known('y', file('one/y.jpg', 'X'))]
    const { places } = match(copies, [file('two/y.jpg', 'X'), file('two/x.jpg', 'X')])
    expect(places).toEqual({ [id('x')]: 'two/x.jpg', [id('y')]: 'two/y.jpg' })
  })

  it('a photo that was edited in place keeps its objects', () => {
    const { synced, put } = match([a], [file('a.jpg', 'A2', { bytes: 2 })])
    expect(synced).toEqual({ ...nothing, changed: [a.id] })
    expect(put).toMatchObject([{ id: a.id, hash: 'A2', bytes: 2 }])
  })

  it('a photo of another size under the same name is another image', () => {
    const { synced, places } = match([a], [file('a.jpg', 'Z', { width: 8 })])
    expect(synced).toEqual({ ...nothing, added: [expect.any(String)], missing: [a.id] })
    expect(places[a.id]).toBe('missing')
  })

  it('another photo under the name of one that is missing is another image', () => {
    const gone = known('c', file('c.jpg', 'C'), true)
    expect(match([gone], [file('c.jpg', 'Z')]).synced).toMatchObject({
      ...nothing,
      added: [expect.any(String)],
    })
  })

  it('a file that was only touched is written down without a word', () => {
    const { put, synced } = match([a], [file('a.jpg', 'A', { modified: 2 })])
    expect(synced).toEqual(nothing)
    expect(put).toMatchObject([{ id: a.id, modified: 2 }])
  })
})
