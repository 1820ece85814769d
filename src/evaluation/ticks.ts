export type Axis = { readonly low: number; readonly high: number; readonly ticks: readonly number[] }

/**
 * An axis that spans the numbers, with about `count` ticks at multiples of 1, 2 or 5 times a power of ten.
 */
export function axis(low: number, high: number, count: number): Axis {
  const step = tickStep(low, high, count)
  return { low, high, ticks: multiples(step, Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)) }
}

/** The same, widened to begin and end at a tick. */
export function wholeAxis(low: number, high: number, count: number): Axis {
  const step = tickStep(low, high, count)
  const ticks = multiples(step, Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9))
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks }
}

/** As short as the number allows, thousands as 10k. */
export function tickLabel(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`
  return String(value)
}

function tickStep(low: number, high: number, count: number): number {
  const rough = (high - low || Math.abs(high) || 1) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const parts = rough / power
  return power * (parts > 7.5 ? 10 : parts > 3.5 ? 5 : parts > 1.5 ? 2 : 1)
}

/** Multiplied afresh and rounded: adding up 0.1 would give 0.30000000000000004. */
function multiples(step: number, first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
