import { describe, expect, it } from 'vitest'
import { filesOf, outputsOfPhoto, outputsOfPhotos } from './segment-outputs.ts'

const wanted = (image: string, ...ids: (number | undefined)[]) => ({
  image,
  objects: ids.map(id => ({ ...(id !== undefined && { id }) })),
})
const masks = (...requests: ReturnType<typeof wanted>[]) =>
  [...outputsOfPhotos({ out: 'masks' }, requests).values()].map(outputs => outputs.masks)

describe('the files of one photo', () => {
  it('are those that were named', () => {
    const outputs = outputsOfPhoto({ out: 'a/mask.png', overlay: 'check.jpg', svg: '-' }, 1)
    expect(filesOf(outputs)).toEqual(['a/mask.png', 'check.jpg', '-'])
  })

  it('are numbered where there are several masks', () => {
    expect(outputsOfPhoto({ out: 'a/mask.png' }, 2).masks).toEqual(['a/mask-1.png', 'a/mask-2.png'])
    expect(() => outputsOfPhoto({ out: '-' }, 2)).toThrow('2 masks cannot go to standard output')
  })
})

describe('the files of many photos', () => {
  it('are called after photo and object', () => {
    const request = wanted('set/bear.jpg', undefined, undefined)
    expect(outputsOfPhotos({ out: 'o', overlay: 'o', svg: 's' }, [request]).get(request)).toEqual({
      masks: ['o/set/bear-1.png', 'o/set/bear-2.png'],
      overlay: 'o/set/bear-overlay.jpg',
      svg: 's/set/bear.svg',
    })
  })

  it('take ids of objects where all have one that differs', () => {
    expect(masks(wanted('a.jpg', 7, 9), wanted('b.jpg', 7, 7), wanted('c.jpg', 7, undefined))).toEqual([
      ['masks/a-7.png', 'masks/a-9.png'],
      ['masks/b-1.png', 'masks/b-2.png'],
      ['masks/c-1.png', 'masks/c-2.png'],
    ])
  })

  it('keep the endings of photos that differ in nothing else', () => {
    expect(masks(wanted('a.jpg', 1), wanted('a.png', 1), wanted('b.png', 1))).toEqual([
      ['masks/a.jpg-1.png'],
      ['masks/a.png-1.png'],
      ['masks/b-1.png'],
    ])
  })

  it('stay in their folder whatever the photo is called', () => {
    expect(
      masks(wanted('../../etc/a.jpg', 1), wanted('/abs/b.jpg', 1), wanted('https://c.org/d.jpg', 1)),
    ).toEqual([['masks/etc/a-1.png'], ['masks/abs/b-1.png'], ['masks/c.org/d-1.png']])
  })
})
