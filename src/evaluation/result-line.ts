import type { ObjectResult } from './evaluate.ts'

/**
 * A result as a line of JSON, with the answer's run lengths in COCO's form. `distance95` is null where
 * nothing was found, since JSON has no infinity.
 */
export function resultLine({ entry, prediction, ...result }: ObjectResult): string {
  const { id, image, set, part, class: name } = entry
  return `${JSON.stringify({ id, image, set, part, class: name, ...result, mask: prediction.toRle() })}\n`
}
