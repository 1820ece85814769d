import type { Graph, Value } from '../onnx/index.ts'
import type { Shape } from '../tensor/index.ts'

/** How a parameter starts when no file of weights gives it. */
export type Initial =
  /** Normal, with the variance that keeps that of rectified activations (He et al., ICCV 2015). */
  { readonly kind: 'he' } | { readonly kind: 'constant'; readonly value: number }

/** A convolution and the batch norm after it, which is folded into it when weights are read. */
export type FoldedNorm = { readonly convolution: string; readonly norm: string }

/** What a network says of its parameters while it is built. */
export type ParameterList = {
  readonly graph: Graph
  readonly initial: Map<string, Initial>
  readonly folded: FoldedNorm[]
}

/** Parameters below one path; paths spell the names found in released weights, so that loading is a look-up. */
export class Parameters {
  readonly #list: ParameterList
  readonly path: string

  constructor(list: ParameterList, path = '') {
    this.#list = list
    this.path = path
  }

  at(name: string | number): Parameters {
    return new Parameters(this.#list, this.name(String(name)))
  }

  get(name: string, shape: Shape, initial: Initial): Value {
    this.#list.initial.set(this.name(name), initial)
    return this.#list.graph.parameter(this.name(name), shape)
  }

  /** Notes that the batch norm `norm` disappears in the convolution that lies at this path. */
  fold(norm: Parameters): void {
    this.#list.folded.push({ convolution: this.path, norm: norm.path })
  }

  name(name: string): string {
    return this.path ? `${this.path}.${name}` : name
  }
}
