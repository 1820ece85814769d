import { readdirSync, readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { readCoco, readInstances, readPoints, readVoc } from '../../src/formats/index.ts'
import {
  type IndexImage,
  type Random,
  readIndexPng,
  writeGreyPng,
  writeIndexPng,
} from '../../src/image/index.ts'
import { conv, Graph, readModel, writeModel } from '../../src/onnx/index.ts'
import { type Tensor, tensor } from '../../src/tensor/index.ts'
import {
  readNpy,
  readPth,
  readSafetensors,
  writeNpy,
  writePth,
  writeSafetensors,
} from '../../src/weights/index.ts'
import { mutate, mutateJson } from './mutate.ts'
import { mutatePng } from './mutate-png.ts'
import { mutateMessage } from './mutate-protobuf.ts'

/** A reader of files from outside, and what to fuzz it with. */
export type FuzzedReader = {
  readonly name: string
  /** Throws on files that it refuses; what it returns is looked at by nobody. */
  read(bytes: Uint8Array): unknown
  /** What its messages begin with, where that is more than its name. */
  readonly begins?: RegExp
  /** Small files that the reader accepts. */
  files(): Uint8Array[]
  /** Changes the inside of a file and keeps its container sound, where chance alone rarely gets past the container. */
  mutateInside?(file: Uint8Array, next: Random): Uint8Array
}

const weights = (): Map<string, Tensor> =>
  new Map<string, Tensor>([
    [
      'conv1.weight',
      tensor(
        'float32',
        [2, 1, 3, 3],
        Float32Array.from({ length: 18 }, (_, i) => i / 7),
      ),
    ],
    ['bn1.weight', tensor('float16', [4], Uint16Array.of(0x3c00, 0x4000, 0, 0xbc00))],
    ['bn1.num_batches_tracked', tensor('int64', [], BigInt64Array.of(5n))],
    ['mask', tensor('bool', [3], Uint8Array.of(1, 0, 1))],
  ])

/** Files that PyTorch and NumPy wrote. Read from the working directory, which is the repository. */
const fixtures = (names: RegExp) =>
  readdirSync('src/weights/fixtures')
    .filter(name => names.test(name))
    .map(name => new Uint8Array(readFileSync(`src/weights/fixtures/${name}`)))

export const readers: readonly FuzzedReader[] = [
  {
    name: 'pth',
    read: bytes => readPth(bytes, 'pth'),
    files: () => [writePth(weights()), ...fixtures(/^(every-type|checkpoint).*\.pth$/)],
    mutateInside(file, next) {
      if (file[0] !== 0x50) return mutate(file, [file], next)
      const entries = unzipSync(file)
      const pickle = Object.keys(entries).find(name => name.endsWith('data.pkl'))!
      return zipSync(
        { ...entries, [pickle]: mutate(entries[pickle]!, [entries[pickle]!], next) },
        { level: 0 },
      )
    },
  },
  {
    name: 'safetensors',
    read: bytes => readSafetensors(bytes, 'safetensors'),
    files: () => [
      writeSafetensors(weights()),
      writeSafetensors(new Map([...weights()].slice(0, 1))),
      withHeader(
        '{"a":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]},"__metadata__":{"format":"pt"}}',
        12,
      ),
    ],
    mutateInside(file, next) {
      const end = 8 + new DataView(file.buffer, file.byteOffset).getUint32(0, true)
      const header = mutateJson(new TextDecoder().decode(file.subarray(8, end)), next)
      return withHeader(header, file.length - end)
    },
  },
  {
    name: 'npy',
    read: bytes => readNpy(bytes, 'npy'),
    files: () => [...[...weights().values()].map(writeNpy), ...fixtures(/order|int|version.*\.npy$/)],
  },
  {
    name: 'onnx',
    read: bytes => readModel(bytes, 'onnx'),
    files: () => {
      const [kernel, half] = [weights().get('conv1.weight')!, tensor('float16', [2, 2, 1, 1])]
      const graph = new Graph()
      const hidden = conv(graph.input('image', [1, 1, 8, 8]), graph.parameter('conv1.weight', kernel.shape))
      graph.output('logits', conv(hidden, graph.parameter('conv2.weight', half.shape)))
      const metadata = { threshold: '0.8', guidance: '{"preset":"paper"}' }
      return [
        writeModel(graph, {
          weights: new Map<string, Tensor>([
            ['conv1.weight', kernel],
            ['conv2.weight', half],
          ]),
          metadata,
        }),
        writeModel(graph),
      ]
    },
    mutateInside: mutateMessage,
  },
  {
    name: 'png',
    read: readIndexPng,
    files: () => [
      writeIndexPng(picture(Uint8Array)),
      writeGreyPng(picture(Uint8Array)),
      writeGreyPng(picture(Uint16Array)),
    ],
    mutateInside: mutatePng,
  },
  {
    name: 'coco',
    // Run lengths are looked at when the mask is asked for.
    begins: /^(coco: |object \S+ in )/,
    read: bytes => readCoco(bytes, 'coco'),
    files: () => texts(/\.coco\.json$/),
    mutateInside: mutateText,
  },
  {
    name: 'instances',
    read: bytes => readInstances(bytes, 'instances'),
    files: () => texts(/\.instances\.json$/),
    mutateInside: mutateText,
  },
  {
    name: 'voc',
    read: bytes => readVoc(bytes, 'voc'),
    files: () => texts(/\.voc\.xml$/),
  },
  {
    name: 'points',
    read: bytes => readPoints(bytes, 'points'),
    files: () => texts(/\.points\.(json|ndjson|csv)$/),
  },
]

/** Files of annotations that the tests of their readers read too. */
function texts(names: RegExp): Uint8Array[] {
  const folder = 'src/formats/fixtures'
  return readdirSync(folder)
    .filter(name => names.test(name))
    .map(name => new Uint8Array(readFileSync(`${folder}/${name}`)))
}

/** Changes JSON by its values, and other text by its bytes. */
function mutateText(file: Uint8Array, next: Random): Uint8Array {
  const text = new TextDecoder().decode(file)
  return isJson(text) ? new TextEncoder().encode(mutateJson(text, next)) : mutate(file, [file], next)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function picture<T extends IndexImage['data']>(ArrayType: { from(values: ArrayLike<number>): T }) {
  const data = ArrayType.from(Array.from({ length: 20 * 12 }, (_, i) => (i * i) % 251))
  return { width: 20, height: 12, data }
}

/** A safetensors file of this header and so many zeros of data. */
function withHeader(header: string, dataLength: number): Uint8Array {
  const json = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + json.length + dataLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}
