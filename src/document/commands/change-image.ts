import * as v from 'valibot'
import type { ChangeImage } from '../command.ts'
import { idSchema } from '../id.ts'
import { imagePatchSchema, labelSchema } from '../records.ts'
import { former, patched, rowOf } from '../rows.ts'
import type { CommandRule } from '../rule.ts'

/** A new state or note of an image. What follows its file, such as the path, is no command. */
export const changeImage: CommandRule<ChangeImage> = {
  schema: v.strictObject({
    type: v.literal('changeImage'),
    label: labelSchema,
    id: idSchema,
    patch: imagePatchSchema,
  }),
  apply: (document, { id, patch }) => patched(document, 'images', [{ id, patch }]),
  invert: (document, { label, id, patch }) => ({
    type: 'changeImage',
    label,
    id,
    patch: former(rowOf(document, 'images', id), patch),
  }),
  needs: ({ id }) => ({ images: [id], objects: [], objectsOfClasses: [] }),
}
