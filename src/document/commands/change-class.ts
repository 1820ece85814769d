import * as v from 'valibot'
import { differentNames } from '../class-names.ts'
import type { ChangeClass } from '../command.ts'
import { idSchema } from '../id.ts'
import { classPatchSchema, labelSchema } from '../records.ts'
import { former, patched, rowOf } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

/** Another name, colour or place in the list. */
export const changeClass: CommandRule<ChangeClass> = {
  schema: v.strictObject({
    type: v.literal('changeClass'),
    label: labelSchema,
    id: idSchema,
    patch: classPatchSchema,
  }),
  apply: (document, { id, patch }) => differentNames(patched(document, 'classes', [{ id, patch }])),
  invert: (document, { label, id, patch }) => ({
    type: 'changeClass',
    label,
    id,
    patch: former(rowOf(document, 'classes', id), patch),
  }),
  needs: () => ({ images: [], objects: [], objectsOfClasses: [] }),
}
