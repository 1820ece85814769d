import * as v from 'valibot'
import { concat, relu, scaleShift, slice, type Value } from '../../onnx/index.ts'
import { tensor } from '../../tensor/index.ts'
import type { Backbone } from '../features.ts'
import { convolution, guidedFilter } from '../layers/index.ts'

const atLeastOne = () => v.pipe(v.number(), v.integer(), v.minValue(1))

/** A small network of plain convolutions, for places that have been found and want a closer look. */
export const stridedSchema = v.object({
  name: v.literal('strided'),
  /** Channels at strides 2, 4, 8 and so on. */
  widths: v.optional(v.pipe(v.array(atLeastOne()), v.minLength(1)), [32, 48, 64, 96]),
  /** Radii in pixels, multiples of 4: the last channel of the input is seen through so many guided filters, too. */
  filters: v.optional(v.array(v.pipe(atLeastOne(), v.multipleOf(4))), []),
})

/** Of colours from -2 to 2. */
const filterEpsilon = 0.01

/**
 * Two convolutions at each stride, the first of which halves the map. N,C,H,W -> the last width at the last stride. At
 * stride 1 it gives the input from -2 to 2 and what the filters make of it. Guidance has to come from 0 to 1.
 */
export const strided: Backbone<v.InferOutput<typeof stridedSchema>> = (input, p, { widths, filters }) => {
  const centred = centre(input)
  const channels = input.shape[1]!
  const colours = slice(centred, { axes: [1], starts: [0], ends: [3] })
  const estimate = slice(centred, { axes: [1], starts: [channels - 1], ends: [channels] })
  const filtered = filters.map(radius => guidedFilter(colours, estimate, radius, filterEpsilon))
  let x = filtered.length > 0 ? concat([centred, ...filtered]) : centred
  const byStride = new Map([[1, x]])
  for (const [i, width] of widths.entries()) {
    const stride = 2 ** (i + 1)
    const at = p.at(`stride${stride}`)
    const halved = relu(convolution(x, at.at('halve'), width, { size: i === 0 ? 5 : 3, stride: 2 }))
    x = relu(convolution(halved, at.at('mix'), width, { size: 3 }))
    byStride.set(stride, x)
  }
  return { byStride, top: x }
}

/** Colours and guidance from -2 to 2. */
function centre(x: Value): Value {
  const channels = x.shape[1]!
  const constant = (colour: number, guidance: number) =>
    x.graph.constant(
      tensor(
        'float32',
        [channels],
        Float32Array.from({ length: channels }, (_, c) => (c < 3 ? colour : guidance)),
      ),
    )
  return scaleShift(x, constant(1 / 64, 4), constant(-2, -2))
}
