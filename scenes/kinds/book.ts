import { between } from '../choose.ts'
import { oklch, scaled } from '../color.ts'
import { box, placed, polygon } from '../distance.ts'
import { print } from '../finish.ts'
import { stripes, weave } from '../pattern.ts'
import { flat, formed, type Kind, part } from '../shape.ts'

/** A closed book with the edges of its pages along two sides. */
export const book: Kind = {
  name: 'book',
  poses: ['lying'],
  make(maker) {
    const { next, paint } = maker
    const w = between(next, 0.42, 0.66)
    const h = between(next, 0.62, 0.74)
    const thick = between(next, 0.06, 0.2)
    const cover = paint()
    const ink = paint()
    const pages = oklch(0.92, 0.03, 85)
    const dx = thick * 0.7
    const dy = thick
    const bind = {
      color: cover,
      layers: [...print(maker, 0.4), [scaled(cover, 0.8), weave(0.02)] as const],
      gloss: between(next, 0, 0.5),
    }
    return [
      part(
        polygon([
          [-w, -h],
          [w, -h],
          [w + dx, -h + dy],
          [w + dx, h + dy],
          [-w + dx, h + dy],
          [-w, h],
        ]),
        { color: scaled(cover, 0.5) },
        0.01,
      ),
      formed(
        polygon([
          [-w + 0.02, h - 0.02],
          [w - 0.02, h - 0.02],
          [w + dx - 0.02, h + dy - 0.025],
          [-w + dx, h + dy - 0.025],
        ]),
        flat,
        {
          color: pages,
          layers: [[scaled(pages, 0.6), stripes(Math.PI / 2, thick / 9, 0.35)]],
        },
      ),
      formed(
        polygon([
          [w - 0.02, -h + 0.02],
          [w - 0.02, h],
          [w + dx - 0.02, h + dy - 0.02],
          [w + dx - 0.02, -h + dy + 0.02],
        ]),
        flat,
        {
          color: scaled(pages, 0.75),
          layers: [[scaled(pages, 0.45), stripes(0, thick / 11, 0.35)]],
        },
      ),
      part(box(w, h, 0.015), bind, 0.02),
      part(
        placed(box(w * 0.6, 0.09), 0, -h * between(next, 0.2, 0.6)),
        {
          color: scaled(pages, 0.95),
          layers: [
            [ink, (x, y, d) => (Math.abs(x) < w * 0.5 ? stripes(Math.PI / 2, 0.075, 0.4)(x, y, d) : 0)],
          ],
        },
        0.005,
      ),
    ]
  },
}
