import type { Value } from '../../onnx/index.ts'
import { mapSides, type Rows } from './linear-map.ts'

/**
 * Averages over bins × bins parts of the map, N,C,h,w -> N,C,bins,bins. Part i of a side of n is
 * [floor(i n / bins), ceil((i + 1) n / bins)), so parts may overlap, as torch's adaptive pooling has it.
 */
export function adaptiveAveragePool(x: Value, bins: number): Value {
  const [, , height, width] = x.shape as [number, number, number, number]
  return mapSides(x, averages(height, bins), averages(width, bins))
}

function averages(side: number, bins: number): Rows {
  return Array.from({ length: bins }, (_, bin) => {
    const first = Math.floor((bin * side) / bins)
    const end = Math.ceil(((bin + 1) * side) / bins)
    return new Float64Array(side).fill(1 / (end - first), first, end)
  })
}
