import type { Point } from '../image/index.ts'
import { escapeText, palette, px, sans } from './svg.ts'
import { type Axis, axis, tickLabel, wholeAxis } from './ticks.ts'

/** Points joined by a line; x and y in the units of the axes. */
export type Series = {
  readonly name: string
  /** In rising order of x. */
  readonly points: readonly Point[]
  /** Half a whisker's length at each point, in the unit of y. */
  readonly deviations?: readonly number[]
  /** Drawn thin and pale, behind the others, without an entry in the legend. */
  readonly faint?: boolean
  /** Marks every point with a dot. */
  readonly dots?: boolean
  readonly colour?: keyof typeof palette
}

/**
 * One picture of a chart. All panels have the axis of x in common; that of y fits all lines but faint ones.
 */
export type Panel = { readonly label: string; readonly series: readonly Series[] }

export type Chart = {
  readonly title: string
  readonly xLabel: string
  /** Where the axis of x begins; 0 by default. */
  readonly xFrom?: number
  readonly panels: readonly Panel[]
}

const width = 860
const panelHeight = 250
const left = 72
const right = 24
const top = 76
const gap = 40
const bottom = 56

const ink = '#1f2328'
const pale = '#59636e'
const grid = '#e4e8ec'

/** Line charts one above the other, as an SVG file. */
export function lineChart({ title, xLabel, xFrom = 0, panels }: Chart): string {
  const height = top + panels.length * (panelHeight + gap) - gap + bottom
  const xs = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)))
  const xAxis = axis(...extent([xFrom, ...xs]), 6)
  const toX = scale(xAxis, left, width - right)
  const body = panels.map((panel, i) => drawPanel(panel, i, top + i * (panelHeight + gap), xAxis, toX))
  const labels = xAxis.ticks.map(x =>
    text(toX(x), height - bottom + 20, tickLabel(x), { anchor: 'middle', fill: pale }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${sans}" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(left, 32, title, { size: 17, weight: 600 })}
${body.join('\n')}
${labels.join('\n')}
${text((left + width - right) / 2, height - 14, xLabel, { anchor: 'middle', fill: pale })}
</svg>
`
}

function drawPanel(
  { label, series }: Panel,
  index: number,
  y0: number,
  xAxis: Axis,
  toX: (x: number) => number,
): string {
  const y1 = y0 + panelHeight
  const yAxis = axisOf(series)
  const toY = scale(yAxis, y1, y0)
  const lines = [
    ...yAxis.ticks.map(y => `M${left} ${px(toY(y))}H${width - right}`),
    ...xAxis.ticks.map(x => `M${px(toX(x))} ${y0}V${y1}`),
  ]
  const coloured = colours(series)
  const drawn = coloured.toSorted((a, b) => Number(b.series.faint ?? false) - Number(a.series.faint ?? false))
  const clip = `panel${index}`
  return `<clipPath id="${clip}"><rect x="${left - 4}" y="${y0 - 2}" width="${width - right - left + 8}" height="${panelHeight + 4}"/></clipPath>
<path d="${lines.join('')}" stroke="${grid}" fill="none"/>
${yAxis.ticks.map(y => text(left - 8, toY(y) + 4.5, tickLabel(y), { anchor: 'end', fill: pale })).join('\n')}
${text(left, y0 - 12, label, { weight: 600 })}
${legend(coloured, y0 - 12)}
<g clip-path="url(#${clip})">
${drawn.map(one => drawSeries(one, toX, toY)).join('\n')}
</g>`
}

function drawSeries(
  { series: { points, faint, dots, deviations }, colour, dashed }: Coloured,
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(toX(x))} ${px(toY(y))}`).join('')
  const style = faint
    ? 'stroke-width="1" stroke-opacity="0.3"'
    : `stroke-width="2"${dashed ? ' stroke-dasharray="6 5"' : ''}`
  const marks = points.flatMap(({ x, y }, i) => [
    ...(deviations
      ? [
          `<path d="M${px(toX(x))} ${px(toY(y - deviations[i]!))}V${px(toY(y + deviations[i]!))}" stroke="${colour}"/>`,
        ]
      : []),
    ...(dots ? [`<circle cx="${px(toX(x))}" cy="${px(toY(y))}" r="3" fill="${colour}"/>`] : []),
  ])
  return [
    `<path d="${path}" fill="none" stroke="${colour}" ${style} stroke-linejoin="round" stroke-linecap="round"/>`,
    ...marks,
  ].join('\n')
}

type Coloured = { readonly series: Series; readonly colour: string; readonly dashed: boolean }

function colours(series: readonly Series[]): Coloured[] {
  const all = Object.values(palette)
  return series.map((one, i) => ({
    series: one,
    colour: one.colour ? palette[one.colour] : all[i % all.length]!,
    dashed: i >= all.length, // where the colours are used up
  }))
}

/**
 * Right-aligned, one entry after the other, in rows that grow upwards. Spaces part them: librsvg forgets shifts when it
 * aligns.
 */
function legend(coloured: readonly Coloured[], y: number): string {
  const spans = coloured
    .filter(({ series }) => !series.faint)
    .map(
      ({ series, colour, dashed }) =>
        `<tspan fill="${colour}">${dashed ? '○' : '●'}</tspan>\u00a0${escapeText(series.name)}`,
    )
  const perRow = 5
  const rows = Math.ceil(spans.length / perRow)
  return Array.from({ length: rows }, (_, row) => {
    const entries = spans.slice(row * perRow, (row + 1) * perRow).join('\u00a0\u00a0\u00a0\u00a0')
    return `<text x="${width - right}" y="${y - 18 * (rows - 1 - row)}" text-anchor="end" fill="${ink}">${entries}</text>`
  }).join('\n')
}

/** For all points of the lines that are not faint, with their whiskers. */
function axisOf(series: readonly Series[]): Axis {
  const ys = series
    .filter(({ faint }) => !faint)
    .flatMap(({ points, deviations }) =>
      points.flatMap(({ y }, i) => [y - (deviations?.[i] ?? 0), y + (deviations?.[i] ?? 0)]),
    )
  return wholeAxis(...extent(ys.length > 0 ? ys : [0, 1]), 5)
}

/** Smallest and largest, apart even where all are equal. */
function extent(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  return low < high ? [low, high] : [low - 0.5, high + 0.5]
}

function scale({ low, high }: Axis, from: number, to: number): (value: number) => number {
  return value => from + ((value - low) / (high - low)) * (to - from)
}

type TextStyle = {
  readonly anchor?: 'middle' | 'end'
  readonly fill?: string
  readonly size?: number
  readonly weight?: number
}

function text(
  x: number,
  y: number,
  content: string,
  { anchor, fill = ink, size, weight }: TextStyle,
): string {
  const attributes = [
    anchor && ` text-anchor="${anchor}"`,
    size && ` font-size="${size}"`,
    weight && ` font-weight="${weight}"`,
  ]
  return `<text x="${px(x)}" y="${px(y)}" fill="${fill}"${attributes.filter(Boolean).join('')}>${escapeText(content)}</text>`
}
