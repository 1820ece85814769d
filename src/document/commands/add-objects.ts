import * as v from 'valibot'
import { checkPlace } from '../check-place.ts'
import type { AddObjects } from '../command.ts'
import { labelSchema, objectSchema } from '../records.ts'
import { withNew } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

/** Objects that were not there before, with a mask or a box, on images and of classes that are there. */
export const addObjects: CommandRule<AddObjects> = {
  schema: v.strictObject({
    type: v.literal('addObjects'),
    label: labelSchema,
    objects: v.array(objectSchema),
  }),
  apply(document, { objects }) {
    for (const object of objects) checkPlace(document, object)
    return withNew(document, 'objects', objects)
  },
  invert: (_, { label, objects }) => ({ type: 'removeObjects', label, objects: objects.map(({ id }) => id) }),
  needs: ({ objects }) => ({
    images: objects.map(({ image }) => image),
    objects: objects.map(({ id }) => id),
    objectsOfClasses: [],
  }),
}
