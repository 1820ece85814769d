import { cpus, totalmem } from 'node:os'

/** The first lines of every table: what the figures were measured on. */
export function machine(...parts: string[]): string {
  const [{ model } = { model: 'unknown processor' }, ...others] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return [`${others.length + 1} × ${model.trim()}, ${memory} GiB, Node ${process.version}`, ...parts].join(
    '\n',
  )
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * Milliseconds of several ways to do one thing, taken in turns, so that what else the machine does falls on all.
 * One turn of each is not counted.
 */
export async function interleaved(
  ways: Readonly<Record<string, () => Promise<number>>>,
  rounds: number,
): Promise<Record<string, number[]>> {
  const taken: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map(name => [name, []]))
  for (let round = 0; round <= rounds; round++)
    for (const [name, way] of Object.entries(ways)) {
      const ms = await way()
      if (round > 0) taken[name]!.push(ms)
    }
  return taken
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
