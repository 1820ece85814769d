import type { Point, Size } from '../image/index.ts'
import type { Part } from '../mask/index.ts'

/** Colours that people tell apart whatever their colour vision (Okabe and Ito, 2008). */
const colours = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7']

/** An object as it is drawn. */
export type Drawing = {
  readonly label: string
  readonly class?: string | undefined
  readonly parts: readonly Part[]
  /** The clicks that made it, drawn as rings; whole numbers are pixel centres. */
  readonly clicks?: readonly Point[] | undefined
}

/**
 * Outlines as an SVG file of the photo's size, a path for every object; a unit is a pixel, the photo's upper left
 * corner is at 0, 0.
 *
 * @param shown  the size at which it is shown, that of the photo by default
 */
export function objectSvg(
  drawings: readonly Drawing[],
  { width, height }: Size,
  shown: Size = { width, height },
): string {
  const stroke = Math.max(1, Math.max(width, height) / 500)
  const paths = drawings.map(({ label, class: name, parts, clicks = [] }, i) => {
    const colour = colours[i % colours.length]!
    const title = escapeText(name === undefined ? label : `${label} ${name}`)
    const path = `<path fill="${colour}" fill-opacity="0.4" stroke="${colour}" d="${pathOf(parts)}"><title>${title}</title></path>`
    return [path, ...clicks.map(click => ring(click, stroke))].join('\n')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${shown.width}" height="${shown.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">
<g fill-rule="evenodd" stroke-width="${+stroke.toFixed(2)}" stroke-linejoin="round">
${paths.join('\n')}
</g>
</svg>
`
}

/** White on black, to be seen on everything. */
function ring({ x, y }: Point, stroke: number): string {
  const circle = (colour: string, width: number) =>
    `<circle cx="${x + 0.5}" cy="${y + 0.5}" r="${+(3.5 * stroke).toFixed(2)}" fill="none" stroke="${colour}" stroke-width="${+(width * stroke).toFixed(2)}"/>`
  return `${circle('#000', 2.4)}${circle('#fff', 1.2)}`
}

function pathOf(parts: readonly Part[]): string {
  return parts
    .flatMap(({ outer, holes }) => [outer, ...holes])
    .map(ring => `M${ring.join(' ')}Z`)
    .join('')
}

function escapeText(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
  // XML has no place for control characters, not even as numbers.
  return text.replace(/[&<>]/g, character => named[character]!).replace(/\p{Cc}/gu, ' ')
}
