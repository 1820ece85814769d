import { expect, it } from 'vitest'
import { tensor } from '../tensor/index.ts'
import { describeMatch, matchTensors } from './index.ts'

const file = new Map([
  ['conv1.weight', tensor('float32', [4, 3, 7, 7])],
  ['bn1.bias', tensor('float32', [4])],
  ['fc.weight', tensor('float32', [10, 4])],
  ['scale', tensor('float32', [])],
])
const network = new Map([
  ['bn1.bias', [4]],
  ['conv1.weight', [4, 4, 7, 7]],
  ['bn1.weight', [4]],
  ['scale', [1]],
])

it('every name is matched, missing, left over or of the wrong shape', () => {
  const match = matchTensors(file, network)
  expect(match).toEqual({
    matched: new Map([['bn1.bias', file.get('bn1.bias')]]),
    missing: ['bn1.weight'],
    leftOver: ['fc.weight'],
    wrongShape: [
      { name: 'conv1.weight', found: [4, 3, 7, 7], expected: [4, 4, 7, 7] },
      { name: 'scale', found: [], expected: [1] },
    ],
  })
  expect(describeMatch(match)).toBe(
    `matched      1 of 4 tensors
missing      1: bn1.weight
wrong shape  2: conv1.weight (file 4×3×7×7, network 4×4×7×7), scale (file scalar, network 1)
left over    1: fc.weight`,
  )
})

it('a perfect match is one line', () => {
  expect(describeMatch(matchTensors(new Map([['a', tensor('int8', [2])]]), new Map([['a', [2]]])))).toBe(
    'matched      1 of 1 tensors',
  )
})

it('long lists are cut', () => {
  const many = new Map(Array.from({ length: 12 }, (_, i) => [`layer${i}`, [1]]))
  expect(describeMatch(matchTensors(new Map(), many))).toBe(
    `matched      0 of 12 tensors
missing      12: layer0, layer1, layer2, layer3, layer4, layer5, layer6, layer7, and 4 more`,
  )
})
