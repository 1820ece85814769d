import type { Network } from '../network/index.ts'
import {
  conv,
  convWindow,
  dequantizeLinear,
  Graph,
  type Node,
  quantizeLinear,
  type Value,
  type Window,
} from '../onnx/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { integerPlan, type Plan } from './plan.ts'
import { type ByteScale, byteScale, type Range } from './range.ts'
import { integerWeights } from './weights.ts'

type WeightedGraph = { readonly graph: Graph; readonly weights: ReadonlyMap<string, Tensor> }

/**
 * A network with integers in it, as ONNX has it (QDQ): each value that is kept as bytes passes QuantizeLinear and
 * DequantizeLinear, and ONNX Runtime makes one integer kernel of a node between two such pairs. Inputs and outputs stay
 * as they are.
 *
 * @param weights  of all parameters
 * @param ranges   by the names of the values that the plan keeps as bytes
 * @returns weights as int8, one scale for each output; biases as int32; what is not part of the plan as float32
 */
export function integerGraph(
  network: Pick<Network, 'graph' | 'logits'>,
  weights: ReadonlyMap<string, Tensor<'float32'>>,
  ranges: ReadonlyMap<string, Range>,
): WeightedGraph {
  const rewriting = new Rewriting(integerPlan(network), weights, ranges)
  for (const node of network.graph.nodes) rewriting.add(node)
  for (const [name, value] of network.graph.outputs) rewriting.graph.output(name, rewriting.take(value))
  return { graph: rewriting.graph, weights: rewriting.stored }
}

class Rewriting {
  readonly graph = new Graph()
  readonly stored = new Map<string, Tensor>()
  readonly #plan: Plan
  readonly #results: ReadonlySet<Value>
  readonly #weights: ReadonlyMap<string, Tensor<'float32'>>
  readonly #ranges: ReadonlyMap<string, Range>
  /** What became of the values of the network. */
  readonly #known = new Map<Value, Value>()

  constructor(
    plan: Plan,
    weights: ReadonlyMap<string, Tensor<'float32'>>,
    ranges: ReadonlyMap<string, Range>,
  ) {
    this.#plan = plan
    this.#results = new Set(plan.integer.values())
    this.#weights = weights
    this.#ranges = ranges
  }

  add(node: Node): void {
    const convert = () => {
      const values = this.#convert(node)
      for (const [i, value] of node.outputs.entries())
        this.#known.set(value, this.#asBytes(value, values[i]!))
    }
    const place = node.name.slice(0, Math.max(0, node.name.lastIndexOf('.'))) // stage1.unit1.conv1 of …conv1.Conv
    if (place) this.graph.within(place, convert)
    else convert()
  }

  /** What became of a value; inputs, parameters and constants as they are first needed. */
  take(value: Value): Value {
    const known = this.#known.get(value)
    if (known) return known
    const { name, shape, type, tensor: constant } = value
    let made: Value
    if (constant) made = this.graph.constant(constant)
    else if (this.#weights.has(name)) made = this.#store(name, this.#weights.get(name)!)
    else made = this.#asBytes(value, this.graph.input(name, shape, type))
    this.#known.set(value, made)
    return made
  }

  #convert(node: Node): readonly Value[] {
    const { operator, inputs, attributes } = node
    const [x, weight, bias] = inputs
    if (this.#plan.integer.has(node) && operator.type === 'Conv') {
      const { weight: w, bias: b } = this.#integer(weight!, weight!.shape, bias, x!)
      return [convWindow(this.take(x!), w, attributes as Window, b)]
    }
    // A number for each channel is a convolution of each channel with one weight, which its own scale holds exactly.
    if (this.#plan.integer.has(node) && operator.type === 'BatchNormalization') {
      const channels = x!.shape[1]!
      const { weight: w, bias: b } = this.#integer(weight!, [channels, 1, 1, 1], bias, x!)
      return [conv(this.take(x!), w, { group: channels, bias: b })]
    }
    // Bytes whose range begins at 0 cannot be less.
    if (operator.type === 'Relu' && this.#results.has(node.outputs[0]!)) return [this.take(x!)]
    return this.graph.add(
      operator,
      inputs.map(input => this.take(input)),
      attributes,
    )
  }

  /** Weight and bias of a convolution of x. */
  #integer(weight: Value, shape: readonly number[], bias: Value | undefined, x: Value) {
    const { scale } = this.#scaleOf(x)
    const float = tensor('float32', shape, this.#weights.get(weight.name)!.data)
    const made = integerWeights(float, bias && this.#weights.get(bias.name)!, scale)
    const products = made.scales.map(each => each * scale)
    return {
      weight: this.#dequantized(weight.name, made.weight, made.scales),
      bias: made.bias && this.#dequantized(bias!.name, made.bias, products),
    }
  }

  #dequantized(
    name: string,
    integers: Tensor<'int8'> | Tensor<'int32'>,
    scales: Float32Array<ArrayBuffer>,
  ): Value {
    return dequantizeLinear(
      this.#store(name, integers),
      this.graph.constant(tensor('float32', [scales.length], scales)),
      this.graph.constant(tensor<'int8' | 'int32'>(integers.type, [scales.length])),
    )
  }

  #asBytes(value: Value, made: Value): Value {
    if (!this.#plan.bytes.has(value)) return made
    const { scale, zero } = this.#scaleOf(value)
    const scaleValue = this.graph.constant(tensor('float32', [], Float32Array.of(scale)))
    const zeroValue = this.graph.constant(tensor('uint8', [], Uint8Array.of(zero)))
    return dequantizeLinear(quantizeLinear(made, scaleValue, zeroValue), scaleValue, zeroValue)
  }

  #scaleOf(value: Value): ByteScale {
    // The largest of some bytes is one of them.
    if (value.node?.operator.type === 'MaxPool') return this.#scaleOf(value.node.inputs[0]!)
    return byteScale(this.#ranges.get(value.name)!)
  }

  #store(name: string, data: Tensor): Value {
    this.stored.set(name, data)
    return this.graph.parameter(name, data.shape, data.type)
  }
}
