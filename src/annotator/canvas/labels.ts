import type { Box } from '../../image/index.ts'
import { classNameOf } from '../state/objects.ts'
import type { State } from '../state/types.ts'
import { inkOn } from '../theme/palette.ts'
import { extentOfObject } from '../tools/index.ts'
import { classColour } from './look.ts'
import type { OverlayState } from './overlay.ts'
import { type Viewport, visibleBox } from './viewport.ts'

/** Names are drawn on objects of this size and more, in pixels of the page, and on so many at most. */
const smallestNamed = 28
const mostNamed = 80

/**
 * The names of classes on the objects in sight.
 *
 * @param ratio  pixels of the screen per pixel of the page
 */
export function labelsOf(state: State, view: Viewport, ratio: number): OverlayState['labels'] {
  const { objects, classes, image } = state
  const visible = image && visibleBox(view, image)
  if (!visible) return []
  const smallest = (smallestNamed * ratio) / view.scale
  return Object.values(objects)
    .flatMap(object => {
      const box = object.hidden ? undefined : extentOfObject(object)
      if (!box || Math.max(box.x1 - box.x0, box.y1 - box.y0) < smallest || !overlap(box, visible)) return []
      const colour = classColour(classes, object.class)
      const at = { x: box.x0 - 0.5, y: box.y0 - 0.5 }
      return [{ text: classNameOf(state, object.class), at, colour, ink: inkOn(colour) }]
    })
    .slice(0, mostNamed)
}

const overlap = (a: Box, b: Box) => a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
