import type { Browser } from 'playwright-core'

/** A piece of work that Chromium tells of; times in microseconds, `tdur` of the processor where it was measured. */
export type TraceEvent = {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur: number
  readonly tdur?: number
}

/** What the threads of a browser do while something is done. */
export async function traced(browser: Browser, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: (TraceEvent & { ph: string })[] = []
  const session = await browser.newBrowserCDPSession()
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)))
  const includedCategories = ['devtools.timeline', 'toplevel']
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } })
  await work()
  const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return events.filter(({ ph }) => ph === 'X')
}

/** The tasks in which a page drew a frame by script. */
export function frameTasks(events: readonly TraceEvent[]): TraceEvent[] {
  const tasks = events.filter(isTask)
  return events
    .filter(({ name }) => name === 'FireAnimationFrame')
    .flatMap(
      ({ pid, tid, ts, dur }) =>
        tasks.find(
          task => task.pid === pid && task.tid === tid && task.ts <= ts && task.ts + task.dur >= ts + dur,
        ) ?? [],
    )
}

/** How long the page's thread worked in each sixtieth of a second, in microseconds of the processor. */
export function workOfSixtieths(events: readonly TraceEvent[]): number[] {
  // Layout is what no other thread does.
  const layout = events.find(({ name }) => name === 'Layout')
  const tasks = events.filter(task => isTask(task) && task.pid === layout?.pid && task.tid === layout.tid)
  const begin = Math.min(...tasks.map(({ ts }) => ts))
  const work: number[] = []
  for (const { ts, tdur } of tasks) {
    const k = Math.floor(((ts - begin) * 60) / 1e6)
    while (work.length <= k) work.push(0)
    work[k]! += tdur ?? 0
  }
  return work
}

const isTask = ({ name }: TraceEvent) => name.endsWith('RunTask')

/** A line of a table: how many times there are, their median, 90th and 99th percentile and the largest, in milliseconds. */
export function percentileLine(label: string, microseconds: readonly number[]): string {
  const sorted = microseconds.map(time => time / 1000).sort((a, b) => a - b)
  const shares = [0.5, 0.9, 0.99].map(share => sorted[Math.floor(share * sorted.length)]!)
  const columns = [...shares, sorted.at(-1)!].map(time => time.toFixed(1).padStart(9))
  return [label.padEnd(20), String(sorted.length).padStart(7), ...columns].join(' ')
}
