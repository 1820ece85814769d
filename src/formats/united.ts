import { Mask, type Part } from '../mask/index.ts'
import { type ImageRecord, maskOf, type ObjectShape } from './record.ts'

/** Shapes of one object as one, none of them a box: outlines while all are outlines, else their pixels. */
export function united(shapes: readonly ObjectShape[], image: ImageRecord): ObjectShape {
  if (shapes.length === 1) return shapes[0]!
  const parts: Part[] = []
  for (const shape of shapes) if (shape.type === 'outlines') parts.push(...shape.parts)
  if (parts.length === shapes.length) return { type: 'outlines', parts }
  const masks = shapes.map((shape, id) => maskOf({ id, image: image.id, crowd: false, shape }, image)!)
  return { type: 'runs', rle: Mask.unionOf(masks, image).toRle() }
}
