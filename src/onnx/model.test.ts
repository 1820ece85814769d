import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TypeProtoSchema,
} from 'onnx-buf'
import { describe, expect, it } from 'vitest'
import { random } from '../image/index.ts'
import { float32ToFloat16, type Tensor, tensor } from '../tensor/index.ts'
import { conv, Graph, pad, readModel, relu, reshape, scaleShift, writeModel } from './index.ts'

/** A convolution, frozen batch norm and ReLU, whose result gets a border and is flattened. */
function network() {
  const graph = new Graph()
  const x = graph.input('x', [1, 2, 3, 3])
  const weight = graph.parameter('conv.weight', [4, 2, 3, 3])
  const [scale, shift] = [graph.parameter('scale', [4]), graph.parameter('shift', [4])]
  const y = graph.within('stem', () =>
    relu(scaleShift(conv(x, weight, { padding: 1, stride: 2 }), scale, shift)),
  )
  const wide = pad(y, { before: [0, 0, 0, 0], after: [0, 0, 1, 1] })
  graph.output('features', reshape(wide, [1, -1]))
  return graph
}

const numbers = (...shape: number[]) => {
  const next = random(...shape)
  return tensor('float32', shape, Float32Array.from({ length: shape.reduce((a, b) => a * b) }, next))
}
const weights = new Map([
  ['conv.weight', numbers(4, 2, 3, 3)],
  ['scale', numbers(4)],
])
const metadata = { preset: 'default', notice: 'ünïcode, "quoted"' }
const file = () => writeModel(network(), { weights, metadata })

describe('a written file, read back by onnx-buf', () => {
  const { graph, ...model } = fromBinary(ModelProtoSchema, file())
  const { node, initializer, input, output } = graph!

  it('says which operators it needs, and who wrote it', () => {
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 18n]])
    expect(model.irVersion).toBe(8n)
    expect(model.producerName).toBe('dextr')
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual(Object.entries(metadata))
  })

  it('has the nodes in order, each named after its place', () => {
    expect(node.map(({ opType, name, input, output }) => [opType, name, ...input, '->', ...output])).toEqual([
      ['Conv', 'stem.Conv', 'x', 'conv.weight', '->', 'stem.Conv:out'],
      [
        'BatchNormalization',
        'stem.BatchNormalization',
        'stem.Conv:out',
        'scale',
        'shift',
        'constant:0',
        'constant:1',
        '->',
        'stem.BatchNormalization:out',
      ],
      ['Relu', 'stem.Relu', 'stem.BatchNormalization:out', '->', 'stem.Relu:out'],
      ['Pad', 'Pad', 'stem.Relu:out', 'constant:2', '->', 'Pad:out'],
      ['Reshape', 'Reshape', 'Pad:out', 'constant:3', '->', 'Reshape:out'],
      ['Identity', 'features:output', 'Reshape:out', '->', 'features'],
    ])
  })

  it('has no nodes that no output needs, and begins with the youngest output', () => {
    const graph = new Graph()
    const x = graph.input('x', [2])
    const [a, b] = [graph.within('a', () => relu(x)), graph.within('b', () => relu(x))]
    graph.within('c', () => relu(x))
    graph.output('a', a)
    graph.output(
      'b',
      graph.within('d', () => relu(b)),
    )
    const written = fromBinary(ModelProtoSchema, writeModel(graph)).graph!.node
    expect(written.map(({ name }) => name)).toEqual(['b.Relu', 'd.Relu', 'a.Relu', 'a:output', 'b:output'])
  })

  it('has attributes of every kind', () => {
    const attributes = (of: number) =>
      node[of]!.attribute.map(({ name, type, i, ints, f, s }) => {
        const values = { [INT]: i, [INTS]: ints, [FLOAT]: f, [STRING]: new TextDecoder().decode(s) }
        return [name, type, values[type as keyof typeof values]]
      })
    const { INT, INTS, FLOAT, STRING } = AttributeType
    expect(attributes(0)).toEqual([
      ['strides', INTS, [2n, 2n]],
      ['dilations', INTS, [1n, 1n]],
      ['pads', INTS, [1n, 1n, 1n, 1n]],
      ['group', INT, 1n],
    ])
    expect(attributes(1)).toEqual([['epsilon', FLOAT, 0]])
    expect(attributes(3)).toEqual([['mode', STRING, 'constant']])
  })

  it('has weights as initialisers, the other parameters as inputs', () => {
    expect(initializer.map(({ name, dims, dataType }) => [name, dims, dataType])).toEqual([
      ['constant:0', [4n], 1],
      ['constant:1', [4n], 1],
      ['constant:2', [8n], 7],
      ['constant:3', [2n], 7],
      ['conv.weight', [4n, 2n, 3n, 3n], 1],
      ['scale', [4n], 1],
    ])
    const { rawData } = initializer[5]!
    expect(new Float32Array(rawData.slice().buffer)).toEqual(weights.get('scale')!.data)
    expect(input.map(({ name }) => name)).toEqual(['x', 'shift'])
    expect(output.map(({ name }) => name)).toEqual(['features'])
  })
})

describe('weights given as float16', () => {
  const half = tensor('float16', [4], Uint16Array.from(float32ToFloat16(Float32Array.of(1, -0.5, 0.1, 3))))
  const bytes = writeModel(network(), { weights: new Map<string, Tensor>([...weights, ['scale', half]]) })

  it('are stored so, and widened by a Cast', () => {
    const { node, initializer } = fromBinary(ModelProtoSchema, bytes).graph!
    expect(initializer.at(-1)).toMatchObject({ name: 'scale:float16', dims: [4n], dataType: 10 })
    const { opType, input, output, attribute } = node[0]!
    expect([opType, input, output]).toEqual(['Cast', ['scale:float16'], ['scale']])
    expect(attribute).toMatchObject([{ name: 'to', type: AttributeType.INT, i: 1n }])
  })

  it('are read back under the name of their parameter', () => {
    expect(readModel(bytes, 'm.onnx').weights.get('scale')).toEqual(half)
  })
})

describe('writing refuses a weight', () => {
  const write = (weight: Tensor) => () => writeModel(network(), { weights: new Map([['scale', weight]]) })

  it('of another shape', () => {
    expect(write(numbers(4, 1))).toThrow(new RangeError('model: weight "scale" is 4×1, expected 4'))
  })

  it('of a type that is no weight', () => {
    expect(write(tensor('float64', [4]))).toThrow(
      new RangeError('model: weight "scale" is float64, expected float32 or float16'),
    )
  })
})

describe('reading', () => {
  const bytes = file()
  const model = readModel(bytes, 'm.onnx')

  it('gives metadata, inputs and outputs', () => {
    expect(model.metadata).toEqual(metadata)
    expect([...model.inputs]).toEqual([
      ['x', { type: 'float32', shape: [1, 2, 3, 3] }],
      ['shift', { type: 'float32', shape: [4] }],
    ])
    expect([...model.outputs]).toEqual([['features', { type: 'float32', shape: [1, 36] }]])
  })

  it('gives the weights, without constants', () => {
    expect(model.weights).toEqual(weights)
  })

  it('copies no weight that lies at an address where it can be viewed', () => {
    const buffers = [0, 1, 2, 3].map(shift => {
      const shifted = new Uint8Array(bytes.length + shift)
      shifted.set(bytes, shift)
      const { data } = readModel(shifted.subarray(shift), 'm.onnx').weights.get('scale')!
      expect(data).toEqual(weights.get('scale')!.data)
      return data.buffer === shifted.buffer
    })
    expect(buffers.filter(Boolean)).toHaveLength(1)
  })
})

describe('reading refuses', () => {
  const changed = (change: (model: ModelProto) => void) => {
    const model = fromBinary(ModelProtoSchema, file())
    change(model)
    return toBinary(ModelProtoSchema, model)
  }
  const weight = (change: Partial<TensorProto>) =>
    changed(({ graph }) => Object.assign(graph!.initializer.find(({ name }) => name === 'scale')!, change))
  const input = (type: MessageInitShape<typeof TypeProtoSchema>) =>
    changed(({ graph }) => {
      graph!.input[0]!.type = create(TypeProtoSchema, type)
    })
  const inputOf = (elemType: number, ...dims: bigint[]) => {
    const dim = dims.map(value => ({ value: { case: 'dimValue' as const, value } }))
    return input({ value: { case: 'tensorType', value: { elemType, shape: { dim } } } })
  }

  const refused: [what: string, bytes: Uint8Array, message: string][] = [
    ['an empty file', new Uint8Array(), 'onnx: m.onnx was made by "", expected a file written by dextr'],
    [
      'a text file',
      new TextEncoder().encode('hello, world\n'.repeat(9)),
      'onnx: m.onnx is not an ONNX file (',
    ],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      'onnx: m.onnx is not an ONNX file (',
    ],
    [
      'a file of another program',
      changed(model => {
        model.producerName = 'pytorch'
      }),
      'onnx: m.onnx was made by "pytorch", expected a file written by dextr; `dextr import` reads',
    ],
    [
      'a file without a graph',
      changed(model => {
        delete model.graph
      }),
      "onnx: m.onnx has no graph for version 18 of ONNX's operators; is it cut short?",
    ],
    [
      'a file for other operators',
      changed(model => {
        model.opsetImport[0]!.version = 9n
      }),
      'onnx: m.onnx has no graph for version 18',
    ],
    [
      'a weight of an unknown type',
      weight({ dataType: 99 }),
      'onnx: m.onnx: weight "scale" has elements of type 99',
    ],
    ['a weight of texts', weight({ dataType: 8 }), 'onnx: m.onnx: weight "scale" has elements of type 8'],
    [
      'a weight of too few bytes',
      weight({ dims: [5n] }),
      'onnx: m.onnx: weight "scale" has 16 bytes, expected 20',
    ],
    [
      'a weight of too many bytes',
      weight({ dims: [] }),
      'onnx: m.onnx: weight "scale" has 16 bytes, expected 4',
    ],
    [
      'a weight kept elsewhere',
      weight({ rawData: new Uint8Array() }),
      'weight "scale" has 0 bytes, expected 16',
    ],
    ['a weight of negative size', weight({ dims: [-4n] }), 'weight "scale" has the impossible shape -4'],
    ['negative sizes whose product fits', weight({ dims: [-2n, -2n] }), 'has the impossible shape -2×-2'],
    ['a size of 0 beside a huge one', weight({ dims: [2n ** 62n, 0n] }), 'has the impossible shape'],
    ['a huge weight', weight({ dims: [2n ** 40n] }), 'has 16 bytes, expected 4398046511104'],
    [
      'sizes whose product overflows',
      weight({ dims: [2n ** 32n, 2n ** 32n] }),
      'impossible shape 4294967296×4294967296',
    ],
    [
      'sizes whose product is infinite',
      weight({ dims: Array(40).fill(2n ** 62n) }),
      'has the impossible shape',
    ],
    ['an input that is no tensor', input({}), 'onnx: m.onnx: "x" is no tensor'],
    [
      'an input of open shape',
      input({ value: { case: 'tensorType', value: { elemType: 1, shape: { dim: [{}] } } } }),
      'onnx: m.onnx: "x" has no fixed shape',
    ],
    ['an input of an unknown type', inputOf(16, 2n), 'onnx: m.onnx: "x" has elements of type 16'],
    ['an input of negative size', inputOf(1, -2n), 'onnx: m.onnx: "x" has the impossible shape -2'],
    [
      'an input of overflowing size',
      inputOf(1, 2n ** 40n, 2n ** 40n),
      'onnx: m.onnx: "x" has the impossible shape',
    ],
    ['messages nested without end', nested(100_000), 'onnx: m.onnx is not an ONNX file ('],
  ]
  for (const [what, bytes, message] of refused)
    it(what, () => {
      expect(() => readModel(bytes, 'm.onnx')).toThrow(RangeError)
      expect(() => readModel(bytes, 'm.onnx')).toThrow(message)
    })

  it('a file that is cut anywhere, but where its text begins or ends', () => {
    const whole = file()
    const read = Array.from(whole, (_, length) => attempt(whole.subarray(0, length)))
    const passed = read.filter(result => result === undefined)
    expect(passed).toHaveLength(2)
    expect(new Set(read.map(result => result?.slice(0, 12)))).toEqual(new Set([undefined, 'onnx: m.onnx']))
  })

  it('a damaged file with one clear error, or reads it', () => {
    const whole = file()
    const next = random(1)
    for (let i = 0; i < 1000; i++) {
      const damaged = whole.slice()
      for (let k = 0; k <= i % 4; k++) damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256)
      expect(attempt(damaged) ?? 'onnx: m.onnx').toMatch(/^onnx: m\.onnx/)
    }
  })
})

/** The error of reading, if there is one. */
function attempt(bytes: Uint8Array): string | undefined {
  try {
    readModel(bytes, 'm.onnx')
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** A graph in an attribute of a node of a graph, and so on. */
function nested(depth: number): Uint8Array {
  // Fields from the inside out: GraphProto.node 1, NodeProto.attribute 5, AttributeProto.g 6; last ModelProto.graph 7.
  const fields = Array.from({ length: depth }, (_, i) => [1, 6, 5][i % 3]!)
  const headers: number[][] = []
  let length = 0
  for (const field of [...fields, 7]) {
    const header = [(field << 3) | 2]
    for (let rest = length; ; rest >>>= 7) {
      header.push(rest > 127 ? (rest & 127) | 128 : rest)
      if (rest <= 127) break
    }
    headers.push(header)
    length += header.length
  }
  return Uint8Array.from(headers.reverse().flat())
}
