import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkCommand, documentOf, image } from '../../test/documents.ts'
import { nextCommand } from '../../test/editing-session.ts'
import { random } from '../image/index.ts'
import { apply, type Command, type Document, difference, invert, needs } from './index.ts'

const start = documentOf([image('meadow'), image('wood')])
const session = fc.record({ seed: fc.integer(), length: fc.integer({ min: 1, max: 60 }) })

function* edits(seed: number, length: number): Generator<{ before: Document; command: Command }> {
  const next = random(seed)
  let document = start
  for (let i = 0; i < length; i++) {
    const command = nextCommand(document, next)
    yield { before: document, command }
    document = apply(document, command)
  }
}

it('any session, taken back from its end, gives the first document', () => {
  fc.assert(
    fc.property(session, ({ seed, length }) => {
      let document = start
      const inverses = [...edits(seed, length)].map(({ before, command }) => {
        document = apply(before, command)
        return invert(before, command)
      })
      expect(inverses.reduceRight(apply, document)).toEqual(start)
    }),
  )
})

it('the laws hold for every command of any session', () => {
  fc.assert(
    fc.property(session, ({ seed, length }) => {
      for (const { before, command } of edits(seed, length))
        checkCommand(before, command, apply(before, command))
    }),
    { numRuns: 30 },
  )
})

it('a command does the same on the rows that it needs as on the whole document', () => {
  fc.assert(
    fc.property(session, ({ seed, length }) => {
      for (const { before, command } of edits(seed, length)) {
        const slice = only(before, command)
        expect(difference(slice, apply(slice, command))).toEqual(difference(before, apply(before, command)))
        expect(invert(slice, command)).toEqual(invert(before, command))
      }
    }),
    { numRuns: 30 },
  )
})

it('a difference put onto the document before gives the one after', () => {
  fc.assert(
    fc.property(session, ({ seed, length }) => {
      for (const { before, command } of edits(seed, length)) {
        const after = apply(before, command)
        const change = difference(before, after)
        const rows = (table: keyof Document, gone: readonly string[] = []) => [
          ...Object.values<{ id: string }>(before[table]).filter(({ id }) => !gone.includes(id)),
          ...change[table],
        ]
        const byId = (list: { id: string }[]) => Object.fromEntries(list.map(row => [row.id, row]))
        expect({
          images: byId(rows('images')),
          objects: byId(rows('objects', change.removedObjects)),
          classes: byId(rows('classes', change.removedClasses)),
        }).toEqual(after)
      }
    }),
    { numRuns: 30 },
  )
})

function only({ images, objects, classes }: Document, command: Command): Document {
  const needed = needs(command)
  const wanted = pick(
    objects,
    object => needed.objects.includes(object.id) || needed.objectsOfClasses.includes(object.class ?? ''),
  )
  const theirs = new Set([...needed.images, ...Object.values(wanted).map(object => object.image)])
  return { images: pick(images, ({ id }) => theirs.has(id)), objects: wanted, classes }
}

const pick = <R>(rows: Readonly<Record<string, R>>, wanted: (row: R) => boolean) =>
  Object.fromEntries(Object.entries(rows).filter(([, row]) => wanted(row)))
