import fc from 'fast-check'
import { expect, it } from 'vitest'
import { davisForeground, davisFrame, davisPaths, readDavisList, writeDavisList } from './davis.ts'

it('a frame has a photo and a mask, and either path leads back to it', () => {
  const frame = { sequence: 'bmx-trees', frame: '00012' }
  const { image, mask } = davisPaths(frame)
  expect(image).toBe('JPEGImages/480p/bmx-trees/00012.jpg')
  expect(mask).toBe('Annotations/480p/bmx-trees/00012.png')
  expect(davisFrame(`/data/DAVIS/${image}`)).toEqual(frame)
  expect(davisFrame(mask)).toEqual(frame)
  expect(davisFrame('bear/00000.jpg')).toBeUndefined()
})

it('reads lists of sequences and lists of paths', () => {
  expect(readDavisList('bear\r\nblackswan\n\n')).toEqual({ sequences: ['bear', 'blackswan'] })
  expect(
    readDavisList(`/JPEGImages/480p/bear/00000.jpg /Annotations/480p/bear/00000.png
/JPEGImages/480p/bear/00001.jpg /Annotations/480p/bear/00001.png `),
  ).toEqual({
    sequences: ['bear'],
    frames: [
      { sequence: 'bear', frame: '00000' },
      { sequence: 'bear', frame: '00001' },
    ],
  })
})

it('lists written and read are the lists', () => {
  const sequence = fc.string({ minLength: 1, unit: fc.constantFrom(...'abz09-_.') })
  fc.assert(
    fc.property(fc.uniqueArray(sequence, { minLength: 1 }), sequences => {
      expect(readDavisList(writeDavisList(sequences))).toEqual({ sequences })
    }),
  )
})

it('a line that is neither, and a list of nothing, are refused', () => {
  expect(() => readDavisList('bear\n../x y', 'val.txt')).toThrow(
    'davis: val.txt: line 2 is "../x y", expected a sequence',
  )
  expect(() => readDavisList('\n')).toThrow('davis: no sequence in it')
})

it('the foreground is whatever is not background, in grey, palette or colour', () => {
  const grey = { width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 255, 2, 0) }
  const colour = {
    width: 2,
    height: 2,
    channels: 3,
    data: Uint8Array.of(0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 0, 0),
  }
  expect([...davisForeground(grey).data]).toEqual([0, 1, 1, 0])
  expect([...davisForeground(colour).data]).toEqual([0, 1, 1, 0])
})
