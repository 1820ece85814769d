import * as v from 'valibot'
import type { RemoveObjects } from '../command.ts'
import { idsSchema } from '../id.ts'
import { labelSchema } from '../records.ts'
import { rowOf, without } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

export const removeObjects: CommandRule<RemoveObjects> = {
  schema: v.strictObject({ type: v.literal('removeObjects'), label: labelSchema, objects: idsSchema }),
  apply: (document, { objects }) => without(document, 'objects', objects),
  invert: (document, { label, objects }) => ({
    type: 'addObjects',
    label,
    objects: objects.map(id => rowOf(document, 'objects', id)),
  }),
  needs: ({ objects }) => ({ images: [], objects, objectsOfClasses: [] }),
}
