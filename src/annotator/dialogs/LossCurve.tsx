import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import type { Job } from '../../server/browser.ts'
import 'uplot/dist/uPlot.min.css'

type Curve = NonNullable<Job['curve']>

/** The parts of a training one after the other: steps, losses, and the IoU of what was held out. */
function columns(curve: Curve): [number[], (number | null)[], (number | null)[]] {
  let before = 0
  let last: Curve[number] | undefined
  const steps = curve.map(point => {
    if (last && last.part !== point.part) before += last.step
    last = point
    return before + point.step
  })
  return [steps, curve.map(({ loss }) => loss), curve.map(({ iou }) => iou)]
}

/** The course of a training: the loss falls, the IoU of held out objects rises. */
export function LossCurve({ curve }: { curve: Curve }) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot>(null)

  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    const axis = {
      stroke: colour('--text-3'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: `11px ${style.getPropertyValue('--font')}`,
    }
    plot.current = new UPlot(
      {
        width: frame.current!.clientWidth,
        height: 200,
        cursor: { y: false },
        scales: { x: { time: false }, iou: { range: [0, 1] } },
        axes: [{ ...axis }, { ...axis }, { ...axis, scale: 'iou', side: 1, grid: { show: false } }],
        series: [
          { label: 'step' },
          { label: 'loss', stroke: colour('--accent'), width: 1.5, spanGaps: true },
          { label: 'IoU held out', scale: 'iou', stroke: colour('--good'), width: 2, spanGaps: true },
        ],
      },
      [[], [], []],
      frame.current!,
    )
    return () => plot.current?.destroy()
  }, [])
  useEffect(() => plot.current?.setData(columns(curve)), [curve])

  const { loss } = curve.findLast(({ loss }) => loss !== null) ?? {}
  return (
    <figure aria-label={`Loss of the training, now ${loss?.toFixed(3) ?? 'unknown'}`}>
      <div ref={frame} className="loss-curve" aria-hidden />
    </figure>
  )
}
