import * as v from 'valibot'
import { differentNames } from '../class-names.ts'
import type { AddClass } from '../command.ts'
import { classSchema, labelSchema } from '../records.ts'
import { withNew } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

export const addClass: CommandRule<AddClass> = {
  schema: v.strictObject({ type: v.literal('addClass'), label: labelSchema, class: classSchema }),
  apply: (document, command) => differentNames(withNew(document, 'classes', [command.class])),
  // Nothing has the class yet when the addition is taken back.
  invert: (_, { label, class: { id } }) => ({ type: 'removeClass', label, id, objects: 'unclassed' }),
  needs: () => ({ images: [], objects: [], objectsOfClasses: [] }),
}
