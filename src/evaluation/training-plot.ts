import type { Point } from '../image/index.ts'
import { lineChart } from './chart.ts'

/** What a training run logged: one loss for each step, and the IoU on the validation split now and then. */
export type Metrics = {
  readonly losses: readonly Point[]
  readonly validations: readonly Point[]
}

/**
 * Reads the JSON lines of a training run. Every line has a `step`; those with a `loss` are steps, those with
 * an `iou` are validations. Of a step that was logged twice, as after a run was killed and went on, the later
 * one counts.
 *
 * @throws SyntaxError when a line other than the last, which a killed run may have left unfinished, is not
 *   JSON
 */
export function readMetrics(lines: string): Metrics {
  const losses = new Map<number, number>()
  const validations = new Map<number, number>()
  const complete = lines.slice(0, lines.lastIndexOf('\n') + 1).split('\n')
  for (const line of complete) {
    if (line.trim() === '') continue
    const { step, loss, iou } = JSON.parse(line)
    if (typeof loss === 'number') losses.set(step, loss)
    if (typeof iou === 'number') validations.set(step, iou)
  }
  return { losses: inOrder(losses), validations: inOrder(validations) }
}

/** Loss and validation IoU of a training run over its steps, as an SVG file. */
export function trainingPlot({ losses, validations }: Metrics, title = 'Training'): string {
  const window = Math.max(1, Math.round(losses.length / 50))
  const loss = {
    label: 'loss',
    series: [
      { name: 'each step', points: thinned(losses, 1200), faint: true, colour: 'blue' as const },
      {
        name: `mean of ${window} steps`,
        points: thinned(smoothed(losses, window), 400),
        colour: 'blue' as const,
      },
    ],
  }
  const validation = {
    label: 'IoU on the validation split',
    series: [{ name: 'mean over objects', points: validations, dots: true, colour: 'vermilion' as const }],
  }
  return lineChart({ title, xLabel: 'step', panels: validations.length > 0 ? [loss, validation] : [loss] })
}

/** The mean of the points around each, `window` of them where there are as many. */
function smoothed(points: readonly Point[], window: number): Point[] {
  const sums = new Float64Array(points.length + 1)
  points.forEach(({ y }, i) => {
    sums[i + 1] = sums[i]! + y
  })
  const before = Math.floor((window - 1) / 2)
  return points.map(({ x }, i) => {
    const from = Math.max(0, i - before)
    const to = Math.min(points.length, i - before + window)
    return { x, y: (sums[to]! - sums[from]!) / (to - from) }
  })
}

/** At most `count` points: the mean of each stretch of neighbours. */
function thinned(points: readonly Point[], count: number): readonly Point[] {
  const stretch = Math.ceil(points.length / count)
  if (stretch <= 1) return points
  return Array.from({ length: Math.ceil(points.length / stretch) }, (_, i) => {
    const few = points.slice(i * stretch, (i + 1) * stretch)
    const mean = (of: (point: Point) => number) => few.reduce((sum, point) => sum + of(point), 0) / few.length
    return { x: mean(({ x }) => x), y: mean(({ y }) => y) }
  })
}

function inOrder(values: ReadonlyMap<number, number>): Point[] {
  return [...values].map(([x, y]) => ({ x, y })).sort((a, b) => a.x - b.x)
}
