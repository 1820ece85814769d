import { describe, expect, it } from 'vitest'
import { type Tensor, tensor } from '../tensor/index.ts'
import { networkTensors, readWeights, writeNpy, writePth, writeSafetensors } from './index.ts'

const weights = new Map<string, Tensor>([
  ['module.conv1.weight', tensor('float32', [1, 1, 1, 2], Float32Array.of(1, 2))],
  ['module.bn1.num_batches_tracked', tensor('int64', [])],
])
const plain = new Map([['conv1.weight', weights.get('module.conv1.weight')]])

describe('a weight file', () => {
  it('is recognised by its first bytes, whatever it is called', () => {
    expect(readWeights(writePth(weights), 'weights.bin')).toEqual(plain)
    expect(readWeights(writeSafetensors(weights), 'weights.bin')).toEqual(plain)
  })

  it('may begin at any place of its buffer', () => {
    for (const write of [writePth, writeSafetensors]) {
      const odd = Buffer.concat([Buffer.of(0), write(weights)]).subarray(1)
      expect(readWeights(odd, 'weights.bin')).toEqual(plain)
    }
  })

  it('of one array gets its name from the file', () => {
    const array = tensor('float32', [2], Float32Array.of(1, 2))
    expect(readWeights(writeNpy(array), 'models/conv1.bias.npy')).toEqual(new Map([['conv1.bias', array]]))
  })

  it('keeps "module." where only some names have it', () => {
    const some = new Map([...weights, ['fc.weight', tensor('float32', [1])]])
    expect([...networkTensors(some).keys()]).toEqual(['module.conv1.weight', 'fc.weight'])
  })
})

describe('what people pass by mistake is named', () => {
  const mistakes: [beginning: string, message: string][] = [
    ['<!DOCTYPE html>', 'x.pth: is a web page or XML; the download went wrong'],
    ['version https://git-lfs.github.com/spec/v1', 'x.pth: is a pointer of Git LFS; fetch the file'],
    ['\x1f\x8b\x08', 'x.pth: is compressed with gzip; unpack it first'],
    ['\x89HDF\r\n', 'x.pth: is an HDF5 file'],
    ['\x80\x02K\x07.', 'x.pth: is a pickle, but torch.save did not write it'],
    ['\x08\x07\x12', 'x.pth: is no weight file; expected .pth, .safetensors or .npy'],
    ['', 'x.pth: is no weight file'],
  ]
  for (const [beginning, message] of mistakes)
    it(JSON.stringify(beginning), () => {
      expect(() => readWeights(new Uint8Array(Buffer.from(beginning, 'latin1')), 'x.pth')).toThrow(message)
    })
})
