import { encode as encodePng } from 'fast-png'
import type { Dataset } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { type Affine, type Box, type Point, pyramid, type Raster, sample, toRaster } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'
import type { ObjectResult } from './evaluate.ts'
import { escapeText, palette, px, sans } from './svg.ts'
import { masksOf } from './true-object.ts'

/** How many objects of each kind a sheet shows. */
export type SheetCounts = { readonly worst: number; readonly median: number; readonly best: number }

const columns = 5
const side = 288
const gap = 16
const caption = 44
const top = 84

const trueColour = palette.sky
const predictedColour = palette.orange

/**
 * The worst, the median and the best objects of an evaluation on one page, to be looked at: what was clicked,
 * what came out, what should have. An SVG file that holds its pictures.
 *
 * @param dataset  the one that was evaluated, of which the photos are read once more
 */
export async function contactSheet(
  dataset: Dataset,
  results: readonly ObjectResult[],
  title: string,
  counts: SheetCounts = { worst: 20, median: 5, best: 5 },
): Promise<string> {
  const width = columns * (side + gap) + gap
  let y = top
  const parts: string[] = []
  for (const [name, chosen] of Object.entries(choose(results, counts))) {
    if (chosen.length === 0) continue
    parts.push(`<text x="${gap}" y="${y + 14}" font-size="15" font-weight="600">${name}</text>`)
    y += 26
    for (const [i, result] of chosen.entries()) {
      const column = i % columns
      const { photo, ...scene } = await dataset.read(result.entry)
      const { truth, ignored } = masksOf({ photo, ...scene })
      const place = { x: gap + column * (side + gap), y: y + Math.floor(i / columns) * (side + caption) }
      parts.push(tile({ photo, truth, ignored, result }, place))
    }
    y += Math.ceil(chosen.length / columns) * (side + caption) + 12
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="${sans}" font-size="13" fill="#1f2328">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${gap}" y="32" font-size="18" font-weight="600">${escapeText(title)}</text>
${key()}
${parts.join('\n')}
</svg>
`
}

/** Objects by rank, none twice. */
export function choose(
  results: readonly ObjectResult[],
  { worst, median, best }: SheetCounts,
): { worst: ObjectResult[]; median: ObjectResult[]; best: ObjectResult[] } {
  const rising = results.toSorted((a, b) => a.iou - b.iou)
  const firstBest = Math.max(worst, rising.length - best)
  const between = rising.slice(worst, firstBest)
  const firstMedian = Math.max(0, Math.floor((between.length - median) / 2))
  return {
    worst: rising.slice(0, worst),
    median: between.slice(firstMedian, firstMedian + median),
    best: rising.slice(firstBest).reverse(),
  }
}

type TileContent = {
  readonly photo: Raster<Uint8Array>
  readonly truth: Mask
  readonly ignored: Mask | undefined
  readonly result: ObjectResult
}

/** The surroundings of an object with both outlines and the clicks, and below it its IoU, class and name. */
function tile({ photo, truth, ignored, result }: TileContent, { x, y }: Point): string {
  const { prediction, clicks, entry, iou } = result
  const shown = surroundings(truth, prediction, clicks)
  const scale = (shown.x1 - shown.x0 + 1) / side
  const toPhoto: Affine = [scale, 0, shown.x0 - 0.5 + scale / 2, 0, scale, shown.y0 - 0.5 + scale / 2]
  const picture = toRaster(sample(pyramid(photo), toPhoto, { width: side, height: side }))
  // Rings count pixel corners, so the left edge of column x0 is x0.
  const path = (mask: Mask) =>
    mask
      .contours({ tolerance: 0.25 * scale })
      .flatMap(({ outer, holes }) => [outer, ...holes])
      .map(ring => ringPath(ring, shown, scale))
      .join('')
  const without = (mask: Mask, other: Mask) => {
    const rest = mask.difference(other)
    return ignored ? rest.difference(ignored) : rest
  }
  const marks = [...clicks.points, ...(clicks.include ?? []), ...(clicks.exclude ?? [])].map(
    p =>
      `<circle cx="${px((p.x + 0.5 - shown.x0) / scale)}" cy="${px((p.y + 0.5 - shown.y0) / scale)}" r="3.5" fill="#fff" stroke="#000" stroke-width="1.5"/>`,
  )
  const { box } = clicks
  const frame = box
    ? `<path d="${ringPath([box.x0, box.y0, box.x1 + 1, box.y0, box.x1 + 1, box.y1 + 1, box.x0, box.y1 + 1], shown, scale)}" fill="none" stroke="#fff" stroke-dasharray="4 3"/>`
    : ''
  return `<svg x="${x}" y="${y}" width="${side}" height="${side}">
<image width="${side}" height="${side}" href="${dataUri(picture)}"/>
${ignored ? area(path(ignored), '#fff') : ''}
${area(path(without(truth, prediction)), trueColour)}
${area(path(without(prediction, truth)), predictedColour)}
${outline(path(truth), trueColour, 3)}
${outline(path(prediction), predictedColour, 1.5)}
${frame}${marks.join('')}
</svg>
<text x="${x}" y="${y + side + 16}" font-weight="600">${iou.toFixed(3)}</text>
<text x="${x + side}" y="${y + side + 16}" text-anchor="end" fill="#59636e">${escapeText(entry.class ?? '')}</text>
<text x="${x}" y="${y + side + 32}" font-size="11" fill="#59636e">${escapeText(shortened(entry.id))}</text>`
}

/** A square around object, answer and clicks, with a margin; edges as a box of pixels has them. */
function surroundings(truth: Mask, prediction: Mask, { points, box }: Clicks): Box {
  const boxes = [truth.box, prediction.box, box].filter(one => one !== undefined)
  const xs = [...points.map(p => p.x), ...boxes.flatMap(({ x0, x1 }) => [x0, x1])]
  const ys = [...points.map(p => p.y), ...boxes.flatMap(({ y0, y1 }) => [y0, y1])]
  const [left, right, upper, lower] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const half = 0.56 * Math.max(right - left + 1, lower - upper + 1) + 6
  const centre = { x: (left + right) / 2, y: (upper + lower) / 2 }
  return {
    x0: centre.x - half + 0.5,
    y0: centre.y - half + 0.5,
    x1: centre.x + half - 0.5,
    y1: centre.y + half - 0.5,
  }
}

function ringPath(ring: readonly number[], { x0, y0 }: Box, scale: number): string {
  const corners: string[] = []
  for (let i = 0; i < ring.length; i += 2)
    corners.push(`${px((ring[i]! - x0) / scale)} ${px((ring[i + 1]! - y0) / scale)}`)
  return `M${corners.join('L')}Z`
}

/** A part that the photo shows through. */
function area(path: string, colour: string): string {
  return `<path d="${path}" fill="${colour}" fill-opacity="0.4" fill-rule="evenodd"/>`
}

/** A line that shows on bright and on dark ground. */
function outline(path: string, colour: string, width: number): string {
  const line = `d="${path}" fill="none" stroke-linejoin="round"`
  return `<path ${line} stroke="#000" stroke-opacity="0.5" stroke-width="${width + 1.5}"/><path ${line} stroke="${colour}" stroke-width="${width}"/>`
}

function key(): string {
  const parts: [number, string, string][] = [
    [gap, trueColour, 'true outline, missed parts'],
    [gap + 240, predictedColour, 'predicted outline, leaked parts'],
  ]
  const lines = parts.map(
    ([x, colour, label]) =>
      `${area(`M${x} 48h28v12h-28Z`, colour)}${outline(`M${x} 54h28`, colour, 2)}<text x="${x + 36}" y="58.5">${label}</text>`,
  )
  const click = gap + 500
  return `${lines.join('')}
<circle cx="${click}" cy="54" r="3.5" fill="#fff" stroke="#000" stroke-width="1.5"/><text x="${click + 12}" y="58.5">click</text>
<text x="${click + 70}" y="58.5" fill="#59636e">below each: IoU, class, name; paler parts count neither way</text>`
}

/** The end of a name, which tells more than its beginning. */
function shortened(name: string): string {
  return name.length <= 44 ? name : `…${name.slice(-43)}`
}

function dataUri({ width, height, data }: Raster<Uint8Array>): string {
  const file = encodePng({ width, height, channels: 3, data })
  // String.fromCharCode takes its characters as arguments, of which the stack holds some ten thousand.
  const part = 0x2000
  const characters = Array.from({ length: Math.ceil(file.length / part) }, (_, i) =>
    String.fromCharCode(...file.subarray(i * part, (i + 1) * part)),
  )
  return `data:image/png;base64,${btoa(characters.join(''))}`
}
