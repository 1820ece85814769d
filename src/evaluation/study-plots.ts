import { lineChart, type Series } from './chart.ts'
import type { DatasetFigures } from './figures.ts'

/** Charts of the studies that were made, as SVG files by name, a line for each dataset. IoU on the axis of y. */
export function studyPlots(datasets: readonly DatasetFigures[]): Map<string, string> {
  const lines = (of: (figures: DatasetFigures) => Omit<Series, 'name'> | undefined): Series[] =>
    datasets.flatMap(figures => {
      const line = of(figures)
      return line ? { name: figures.name, dots: true, ...line } : []
    })
  const rows = (ious: readonly number[], first: number) => ious.map((y, k) => ({ x: first + k, y }))
  const charts = {
    jitter: {
      title: 'Clicks that miss',
      xFrom: 0,
      xLabel: "standard deviation of the clicks, % of the object's size",
      series: lines(
        ({ jitter }) =>
          jitter && {
            points: jitter.map(({ share, iou }) => ({ x: 100 * share, y: iou })),
            deviations: jitter.map(({ deviation }) => deviation),
          },
      ),
    },
    points: {
      title: 'Further points on the outline',
      xLabel: 'points',
      xFrom: 4,
      series: lines(({ furtherPoints }) => furtherPoints && { points: rows(furtherPoints.ious, 4) }),
    },
    corrections: {
      title: 'Clicks that correct',
      xFrom: 0,
      xLabel: 'corrections after four points',
      series: lines(({ corrections }) => corrections && { points: rows(corrections.ious, 0) }),
    },
    doubt: {
      title: 'Doubtful masks put aside',
      xFrom: 0,
      xLabel: 'most doubtful put aside, % of all',
      series: lines(
        ({ doubt }) =>
          doubt && { points: doubt.kept.map(({ putAside, iou }) => ({ x: 100 * putAside, y: iou })) },
      ),
    },
  }
  return new Map(
    Object.entries(charts).flatMap(([name, { series, ...chart }]) =>
      series.length === 0
        ? []
        : [[name, lineChart({ ...chart, panels: [{ label: 'mean IoU', series }] })] as const],
    ),
  )
}
