import * as v from 'valibot'
import type { MergeClasses } from '../command.ts'
import { idSchema, idsSchema } from '../id.ts'
import { type Document, labelSchema } from '../records.ts'
import { patched, rowOf, without } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

export const mergeClasses: CommandRule<MergeClasses> = {
  schema: v.pipe(
    v.strictObject({
      type: v.literal('mergeClasses'),
      label: labelSchema,
      from: idsSchema,
      into: idSchema,
    }),
    v.check(
      ({ from, into }) => !from.includes(into),
      'a class that is merged into another one, not into itself',
    ),
  ),
  apply(document, { from, into }) {
    rowOf(document, 'classes', into)
    const changes = objectsOf(document, from).map(({ id }) => ({ id, patch: { class: into } }))
    return without(patched(document, 'objects', changes), 'classes', from)
  },
  invert: (document, { label, from }) => ({
    type: 'sequence',
    label,
    commands: [
      ...from.map(id => ({ type: 'addClass', label, class: rowOf(document, 'classes', id) }) as const),
      {
        type: 'changeObjects',
        label,
        changes: objectsOf(document, from).map(object => ({ id: object.id, patch: { class: object.class } })),
      },
    ],
  }),
  needs: ({ from }) => ({ images: [], objects: [], objectsOfClasses: from }),
}

const objectsOf = (document: Document, classes: readonly string[]) =>
  Object.values(document.objects).filter(object => object.class !== null && classes.includes(object.class))
