import type { ClassRecord, ObjectRecord } from '../../document/index.ts'
import { Mask, simplify } from '../../mask/index.ts'
import type { State } from '../state/types.ts'
import { colourOf } from '../theme/palette.ts'
import { maskOf } from '../tools/index.ts'
import type { MaskStyle, Rgb } from './mask-painter.ts'
import type { ShownMask } from './masks-layer.ts'

// How masks look on the stage: the colour of the class over the photo, a line of that colour inside the outline, and
// one outside in the dark, so that it shows on every photo. What is at hand has a wider line, with light around it.

type Emphasis = 'plain' | 'hovered' | 'selected'

const widths: Readonly<Record<Emphasis, number>> = { plain: 1, hovered: 2, selected: 2 }
const dark = { colour: [8, 10, 14], opacity: 0.6 } as const
const light = { colour: [255, 255, 255], opacity: 0.95 } as const

const styles = new Map<string, ShownMask['style']>()

/** @param ratio  pixels of the screen per pixel of the page */
export function styleOf(
  colour: string,
  { opacity, outlineOnly }: Pick<State['view'], 'opacity' | 'outlineOnly'>,
  emphasis: Emphasis,
  ratio: number,
): ShownMask['style'] {
  const key = `${colour} ${outlineOnly ? 0 : opacity} ${emphasis} ${ratio}`
  let style = styles.get(key)
  if (!style) {
    const rim = emphasis === 'selected' ? light : dark
    const plain: MaskStyle = {
      colour: [1, 3, 5].map(i => Number.parseInt(colour.slice(i, i + 2), 16)) as unknown as Rgb,
      fill: outlineOnly ? 0 : opacity,
      line: Math.round(widths[emphasis] * ratio),
      rim: { ...rim, width: Math.round(ratio) },
    }
    style = { ...plain, key }
    styles.set(key, style)
  }
  return style
}

export const classColour = (classes: Readonly<Record<string, ClassRecord>>, id: string | null): string =>
  colourOf(id === null ? undefined : classes[id]?.color)

const simplified = new WeakMap<Mask, { readonly tolerance: number; readonly mask: Mask }>()

/** The mask with its outline simplified as far as `tolerance` says, in pixels: what an export as polygons holds. */
export function withDetail(mask: Mask, tolerance: number): Mask {
  if (tolerance === 0) return mask
  let made = simplified.get(mask)
  if (made?.tolerance !== tolerance) {
    made = { tolerance, mask: Mask.fromParts(simplify(mask.contours(), tolerance), mask) }
    simplified.set(mask, made)
  }
  return made.mask
}

/** The mask of an object as it is shown; null when it has none. */
export function shownMask(object: ObjectRecord): Mask | null {
  const mask = maskOf(object)
  return mask && withDetail(mask, object.detail)
}
