import * as v from 'valibot'
import type { RemoveClass } from '../command.ts'
import { idSchema } from '../id.ts'
import { type Document, labelSchema } from '../records.ts'
import { patched, rowOf, without } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

export const removeClass: CommandRule<RemoveClass> = {
  schema: v.strictObject({
    type: v.literal('removeClass'),
    label: labelSchema,
    id: idSchema,
    objects: v.picklist(['unclassed', 'removed']),
  }),
  apply(document, { id, objects }) {
    const ids = objectsOf(document, id).map(object => object.id)
    const rest =
      objects === 'removed'
        ? without(document, 'objects', ids)
        : patched(
            document,
            'objects',
            ids.map(id => ({ id, patch: { class: null } })),
          )
    return without(rest, 'classes', [id])
  },
  invert(document, { label, id, objects }) {
    const former = objectsOf(document, id)
    return {
      type: 'sequence',
      label,
      commands: [
        { type: 'addClass', label, class: rowOf(document, 'classes', id) },
        objects === 'removed'
          ? { type: 'addObjects', label, objects: former }
          : {
              type: 'changeObjects',
              label,
              changes: former.map(object => ({ id: object.id, patch: { class: id } })),
            },
      ],
    }
  },
  needs: ({ id }) => ({ images: [], objects: [], objectsOfClasses: [id] }),
}

const objectsOf = (document: Document, id: string) =>
  Object.values(document.objects).filter(object => object.class === id)
