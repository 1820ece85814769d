import type { MaskRecord, ObjectRecord } from '../../document/index.ts'
import type { Annotator } from '../annotator.ts'
import type { ObjectWork } from './per-photo.ts'

type MaskObject = ObjectRecord & { readonly mask: MaskRecord }

/** Outlines brought to the photos' own edges. */
export const sharpOutlines = ({ segmentation }: Annotator, acceptedOnly = false): ObjectWork<MaskObject> => ({
  label: count => `Sharp outlines of ${count} ${count === 1 ? 'object' : 'objects'}`,
  isMeant: (object): object is MaskObject =>
    object.mask !== null && !object.locked && (!acceptedOnly || object.review === 'accepted'),
  change: async (photo, { mask }, signal) => ({
    mask: (await segmentation.refine(photo, mask, signal)).mask,
  }),
})
