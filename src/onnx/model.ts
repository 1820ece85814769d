import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf'
import { dataTypes, elementCount, type Tensor, type TensorData } from '../tensor/index.ts'
import { elementType } from './element-type.ts'
import type { Attribute, Graph, Node, Signature, Value } from './graph.ts'

/** Versions that every ONNX Runtime since 1.14 reads. */
const irVersion = 8n
const opset = 18n

export type ModelOptions = {
  /** Data of parameters, float16 in place of float32 where wanted; a parameter that is not named becomes an input. */
  readonly weights?: ReadonlyMap<string, Tensor>
  /** Free text by key, kept in the file's metadata_props. */
  readonly metadata?: Readonly<Record<string, string>>
}

/**
 * What the outputs of a graph need, as an ONNX file. Weights given as float16 are stored so and widened by a
 * Cast, which ONNX Runtime folds away when it loads the file.
 *
 * @throws RangeError when a weight has not its parameter's shape or element type
 */
export function writeModel(
  graph: Graph,
  { weights = new Map(), metadata = {} }: ModelOptions = {},
): Uint8Array {
  const initializer: TensorProto[] = graph.constants.map(({ name, tensor }) => tensorProto(name, tensor!))
  const widening: NodeProto[] = []
  const input = graph.inputs.map(valueInfo)
  for (const value of graph.parameters.values()) {
    const weight = weights.get(value.name)
    if (!weight) input.push(valueInfo(value))
    else if (weight.shape.join() !== value.shape.join())
      throw new RangeError(
        `model: weight "${value.name}" is ${weight.shape.join('×')}, expected ${value.shape.join('×')}`,
      )
    else if (weight.type === 'float16' && value.type === 'float32') {
      initializer.push(tensorProto(`${value.name}:float16`, weight))
      widening.push(widen(value))
    } else if (weight.type === value.type) initializer.push(tensorProto(value.name, weight))
    else {
      const expected = value.type === 'float32' ? 'float32 or float16' : value.type
      throw new RangeError(`model: weight "${value.name}" is ${weight.type}, expected ${expected}`)
    }
  }
  const aliases = [...graph.outputs].map(([name, value]) =>
    create(NodeProtoSchema, {
      opType: 'Identity',
      name: `${name}:output`,
      input: [value.name],
      output: [name],
    }),
  )
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'dextr',
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'dextr',
      node: [...widening, ...needed(graph).map(nodeProto), ...aliases],
      initializer,
      input,
      output: [...graph.outputs].map(([name, value]) => valueInfo({ ...value, name })),
    },
  })
  return toBinary(ModelProtoSchema, model)
}

/** What a loader needs to know of a file: its metadata, its inputs and outputs, its weights as views of the file. */
export type ModelFile = {
  readonly metadata: Readonly<Record<string, string>>
  readonly inputs: ReadonlyMap<string, Signature>
  readonly outputs: ReadonlyMap<string, Signature>
  readonly weights: ReadonlyMap<string, Tensor>
}

/**
 * Reads a file that `writeModel` made, without running it. Nothing is allocated that the bytes do not hold.
 *
 * @param name  of the file, for errors
 * @throws RangeError when the bytes are no ONNX file of ours
 */
export function readModel(bytes: Uint8Array, name: string): ModelFile {
  let model: ModelProto
  try {
    model = fromBinary(ModelProtoSchema, bytes)
  } catch (error) {
    throw new RangeError(`onnx: ${name} is not an ONNX file (${(error as Error).message})`, { cause: error })
  }
  if (model.producerName !== 'dextr')
    throw new RangeError(
      `onnx: ${name} was made by "${model.producerName}", expected a file written by dextr; \`dextr import\` reads weights of other tools`,
    )
  // The versions of operators follow the graph in the file, so they tell that it is whole.
  if (!model.graph || model.opsetImport[0]?.version !== opset)
    throw new RangeError(
      `onnx: ${name} has no graph for version ${opset} of ONNX's operators; is it cut short?`,
    )
  const { input, output, initializer } = model.graph
  return {
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
    inputs: signatures(input, name),
    outputs: signatures(output, name),
    weights: new Map(
      initializer.flatMap(proto => {
        const parameter = proto.name.replace(/:float16$/, '')
        return parameter.includes(':') ? [] : [[parameter, readTensor(proto, name)] as const]
      }),
    ),
  }
}

function signatures(infos: readonly ValueInfoProto[], file: string): Map<string, Signature> {
  return new Map(
    infos.map(({ name, type }) => {
      if (type?.value.case !== 'tensorType') throw new RangeError(`onnx: ${file}: "${name}" is no tensor`)
      const { elemType, shape } = type.value.value
      const sizes = (shape?.dim ?? []).map(({ value }) => {
        if (value.case !== 'dimValue') throw new RangeError(`onnx: ${file}: "${name}" has no fixed shape`)
        return value.value
      })
      return [name, readSignature(elemType, sizes, `${file}: "${name}"`)]
    }),
  )
}

/** @param place  file and name, for errors */
function readSignature(code: number, sizes: readonly bigint[], place: string): Signature {
  const type = elementType.ofCode(code)
  if (!type) throw new RangeError(`onnx: ${place} has elements of type ${code}, which dextr does not use`)
  const shape = sizes.map(Number)
  if (!shape.every(size => size >= 1) || !Number.isSafeInteger(elementCount(shape)))
    throw new RangeError(`onnx: ${place} has the impossible shape ${shape.slice(0, 8).join('×')}`)
  return { type, shape }
}

function readTensor({ name, dims, dataType, rawData }: TensorProto, file: string): Tensor {
  const { type, shape } = readSignature(dataType, dims, `${file}: weight "${name}"`)
  const ArrayType = dataTypes[type]
  const expected = elementCount(shape) * ArrayType.BYTES_PER_ELEMENT
  if (rawData.byteLength !== expected)
    throw new RangeError(
      `onnx: ${file}: weight "${name}" has ${rawData.byteLength} bytes, expected ${expected}`,
    )
  // A view needs an aligned offset, which protobuf does not promise. (slice would not copy one of Node's Buffers.)
  const aligned = rawData.byteOffset % ArrayType.BYTES_PER_ELEMENT === 0 ? rawData : new Uint8Array(rawData)
  return { type, shape, data: new ArrayType(aligned.buffer, aligned.byteOffset, elementCount(shape)) }
}

function tensorProto(name: string, { type, shape, data }: Tensor): TensorProto {
  const { buffer, byteOffset, byteLength } = data as TensorData & { buffer: ArrayBuffer }
  const rawData = new Uint8Array(buffer, byteOffset, byteLength)
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: elementType.codeOf(type),
    rawData,
  })
}

/**
 * The nodes that the outputs need, each just before the first that needs it, from the youngest output to the
 * oldest.
 *
 * ONNX Runtime begins with what the last node of a file needs. Thus it computes the gradient of a layer's weight
 * as soon as the backward pass gets there; from other orders it derives one in which all of these wait for the
 * end of the pass, with everything that they need: 1.7 GB instead of 1.1 for a step of ResNet-50, 8 times 256².
 */
function needed(graph: Graph): Node[] {
  const outputs = new Set(graph.outputs.values())
  const open = graph.nodes.filter(node => node.outputs.some(output => outputs.has(output)))
  const done = new Set<Node>()
  for (let node = open.at(-1); node; node = open.at(-1)) {
    const before = node.inputs.flatMap(input => (input.node && !done.has(input.node) ? [input.node] : []))
    if (before.length > 0) open.push(...before.reverse())
    else {
      done.add(node)
      open.pop()
    }
  }
  return [...done]
}

function valueInfo({ name, type, shape }: Pick<Value, 'name' | 'type' | 'shape'>): ValueInfoProto {
  const dim = shape.map(size => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }))
  const value = { elemType: elementType.codeOf(type), shape: { dim } }
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value } } })
}

function nodeProto({ operator, name, inputs, outputs, attributes }: Node): NodeProto {
  return create(NodeProtoSchema, {
    opType: operator.type,
    name,
    input: inputs.map(input => input.name),
    output: outputs.map(output => output.name),
    attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
  })
}

function widen({ name }: Value): NodeProto {
  const to = attributeProto('to', elementType.codeOf('float32'))
  return create(NodeProtoSchema, {
    opType: 'Cast',
    name: `${name}:widen`,
    input: [`${name}:float16`],
    output: [name],
    attribute: [to],
  })
}

function attributeProto(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number')
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) })
  if (typeof value === 'string')
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: new TextEncoder().encode(value),
    })
  if ('float' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float })
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) })
}
