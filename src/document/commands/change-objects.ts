import * as v from 'valibot'
import { checkPlace } from '../check-place.ts'
import type { ChangeObjects } from '../command.ts'
import { idSchema } from '../id.ts'
import { labelSchema, objectPatchSchema } from '../records.ts'
import { former, patched, rowOf } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

/** New values for fields of objects: a mask that was painted on, another class, accepted, locked. */
export const changeObjects: CommandRule<ChangeObjects> = {
  schema: v.strictObject({
    type: v.literal('changeObjects'),
    label: labelSchema,
    changes: v.array(v.strictObject({ id: idSchema, patch: objectPatchSchema })),
  }),
  apply(document, { changes }) {
    const after = patched(document, 'objects', changes)
    for (const { id } of changes) checkPlace(after, rowOf(after, 'objects', id))
    return after
  },
  // Backwards, for an object that is named twice.
  invert: (document, { label, changes }) => ({
    type: 'changeObjects',
    label,
    changes: changes
      .map(({ id, patch }) => ({ id, patch: former(rowOf(document, 'objects', id), patch) }))
      .reverse(),
  }),
  needs: ({ changes }) => ({ images: [], objects: changes.map(({ id }) => id), objectsOfClasses: [] }),
}
