import type { Document, ObjectRecord } from './records.ts'
import { rowOf } from './rows.ts'
import { CommandConflict } from './rule.ts'

/**
 * That an object has its place in a document: its image and class are there, its mask is as large as the image,
 * and there is a mask or a box.
 *
 * @throws CommandConflict that says what is not so
 */
export function checkPlace(document: Document, { id, image, class: ofClass, mask, box }: ObjectRecord): void {
  const { width, height } = rowOf(document, 'images', image)
  if (ofClass !== null) rowOf(document, 'classes', ofClass)
  if (mask === null && box === null)
    throw new CommandConflict(`object ${id} has neither mask nor box, expected one of them`)
  if (mask !== null && (mask.size[0] !== height || mask.size[1] !== width))
    throw new CommandConflict(
      `object ${id} has a mask of ${mask.size[1]}×${mask.size[0]}, expected ${width}×${height} as its image`,
    )
}
