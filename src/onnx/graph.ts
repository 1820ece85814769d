import type { DataType, Shape, Tensor, TensorData } from '../tensor/index.ts'

/** An attribute of a node; a plain number is an integer, a float is marked by `float`. */
export type Attribute = number | readonly number[] | string | { readonly float: number }
export type Attributes = Readonly<Record<string, Attribute>>

/** Element type and shape of a value that does not exist yet. */
export type Signature = { readonly type: DataType; readonly shape: Shape }

/** What a gradient rule may use: gradients of the outputs, the outputs, the inputs, the attributes. */
export type GradientContext<A extends Attributes> = {
  /** Gradient of the first output, the only one that most operators have. */
  readonly dy: Value
  readonly y: readonly Value[]
  readonly x: readonly Value[]
  readonly attributes: A
}

/**
 * One operator of ONNX: how shapes follow from shapes, and how gradients follow from gradients.
 *
 * `gradient` gives one function per input, called only where that gradient is wanted; `undefined` marks an
 * input that has none (indices, shapes). An operator without `gradient` ends the walk: it is piecewise constant.
 */
export type Operator<A extends Attributes = Attributes> = {
  readonly type: string
  infer(inputs: readonly Value[], attributes: A): Signature | readonly Signature[]
  gradient?(context: GradientContext<A>): readonly ((() => Value) | undefined)[]
}

/** One use of an operator. */
export type Node = {
  readonly operator: Operator
  readonly name: string
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly attributes: Attributes
}

/** The result of a node, an input, a parameter or a constant; known by its name in the graph. */
export type Value = Signature & {
  readonly graph: Graph
  readonly name: string
  /** Absent for inputs, parameters and constants. */
  readonly node?: Node
  /** Present for constants. */
  readonly tensor?: Tensor
}

/**
 * A graph under construction: static shapes, checked as each node is added.
 *
 * Parameters are values whose data comes later: they become initialisers of an inference model and inputs of
 * a training step.
 */
export class Graph {
  readonly inputs: Value[] = []
  readonly parameters = new Map<string, Value>()
  readonly constants: Value[] = []
  readonly nodes: Node[] = []
  readonly outputs = new Map<string, Value>()
  #places: string[] = []
  #taken = new Map<string, number>()
  #constants = new Map<string | TensorData, Value>()

  /** A value that the caller gives at every run. */
  input(name: string, shape: Shape, type: DataType = 'float32'): Value {
    const value = { graph: this, name: this.#claim(name), type, shape }
    this.inputs.push(value)
    return value
  }

  /** A value that is trained or loaded, known by the name that it has in a file of weights. */
  parameter(name: string, shape: Shape, type: DataType = 'float32'): Value {
    const value: Value = { graph: this, name: this.#claim(name), type, shape }
    this.parameters.set(name, value)
    return value
  }

  /** A value fixed when the graph is built; equal small constants and uses of one array are kept once. */
  constant(tensor: Tensor): Value {
    const { type, shape, data } = tensor
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const key = data.length <= 64 ? `${type} ${shape} ${bytes}` : data
    const known = this.#constants.get(key)
    if (known?.type === type && known.shape.join() === shape.join()) return known
    const name = `constant:${this.constants.length}`
    const value = { graph: this, name, type, shape, tensor }
    this.constants.push(value)
    this.#constants.set(key, value)
    return value
  }

  /** Gives a value to the caller under a name of its own. */
  output(name: string, value: Value): void {
    if (this.outputs.has(name)) throw new RangeError(`graph: a second output is called "${name}"`)
    this.#claim(name)
    this.outputs.set(name, value)
  }

  /** Names the nodes that `build` adds after a place in the network, such as layer4.0.conv2. */
  within<T>(place: string, build: () => T): T {
    this.#places.push(place)
    try {
      return build()
    } finally {
      this.#places.pop()
    }
  }

  /**
   * Adds a node.
   *
   * @throws RangeError naming operator, place, what is wrong, and the shapes of all inputs
   */
  add<A extends Attributes>(
    operator: Operator<A>,
    inputs: readonly Value[],
    attributes: A,
  ): readonly Value[] {
    const place = this.#places.length ? `${operator.type} "${this.#places.join('.')}"` : operator.type
    const foreign = inputs.find(input => input.graph !== this)
    if (foreign) throw new RangeError(`${place}: "${foreign.name}" is from another graph`)
    let signatures: Signature | readonly Signature[]
    try {
      signatures = operator.infer(inputs, attributes)
    } catch (error) {
      const shapes = inputs.map(input => `${input.name} ${describe(input)}`).join(', ')
      throw new RangeError(`${place}: ${(error as Error).message} (${shapes})`, { cause: error })
    }
    const name = this.#fresh(operator.type)
    const outputs: Value[] = []
    const node: Node = { operator: operator as Operator, name, inputs, outputs, attributes }
    for (const [i, signature] of ('shape' in signatures ? [signatures] : signatures).entries())
      outputs.push({ ...signature, graph: this, name: i === 0 ? `${name}:out` : `${name}:out${i}`, node })
    this.nodes.push(node)
    return outputs
  }

  #claim(name: string): string {
    if (name.includes(':'))
      throw new RangeError(`graph: the name "${name}" has a colon, which marks inner names`)
    if (this.#taken.has(name)) throw new RangeError(`graph: the name "${name}" is taken`)
    this.#taken.set(name, 1)
    return name
  }

  #fresh(word: string): string {
    const base = [...this.#places, word].join('.')
    const count = this.#taken.get(base) ?? 0
    this.#taken.set(base, count + 1)
    return count === 0 ? base : this.#fresh(`${word}_${count}`)
  }
}

/** Type and shape as errors print them: float32 1×4×256×256. */
export function describe({ type, shape }: Signature): string {
  return `${type === 'float32' ? '' : `${type} `}${shape.length ? shape.join('×') : 'scalar'}`
}

/** The function that adds an operator with one output. */
export function single<A extends Attributes>(operator: Operator<A>) {
  return (inputs: readonly Value[], attributes: A): Value =>
    inputs[0]!.graph.add(operator, inputs, attributes)[0]!
}
