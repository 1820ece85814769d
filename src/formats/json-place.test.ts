import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findInJson, lineAndColumn } from './json-place.ts'

const text = '{"a": [1, {"b c": "x\\"]"}, [], {}],\n "d": null}'

it('finds the value at a path', () => {
  const at = (...path: (string | number)[]) => text.slice(findInJson(text, path)!.offset).split(/[,}]/)[0]
  expect(at()).toBe('{"a": [1')
  expect(at('a', 0)).toBe('1')
  expect(at('a', 1, 'b c')).toBe('"x\\"]"')
  expect(at('a', 2)).toBe('[]')
  expect(at('d')).toBe('null')
  expect(findInJson(text, ['a', 9])).toBeUndefined()
  expect(findInJson(text, ['b'])).toBeUndefined()
})

it('finds nothing wrong with what JSON.parse accepts, and something with what it refuses', () => {
  const nearlyJson = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '1', 'e', '\\', '-', ' '),
    )
    .map(
      ([json, at, piece]) =>
        json.slice(0, at % (json.length + 1)) + piece + json.slice((at % (json.length + 1)) + 1),
    )
  fc.assert(
    fc.property(fc.oneof(fc.json(), nearlyJson), json => {
      let accepted = true
      try {
        JSON.parse(json)
      } catch {
        accepted = false
      }
      expect(findInJson(json) === undefined).toBe(accepted)
    }),
    { numRuns: 2000 },
  )
})

it('says where a text breaks off and what should come', () => {
  expect(findInJson('[1, 2')).toEqual({ offset: 5, error: 'ends, expected "," or "]"' })
  expect(findInJson('{"a" 1}')).toEqual({ offset: 5, error: 'found "1", expected ":"' })
  expect(findInJson('{a: 1}')).toEqual({ offset: 1, error: 'found "a", expected a key in double quotes' })
  expect(findInJson('[1,]')).toEqual({ offset: 3, error: 'found "]", expected a value' })
  expect(findInJson('1 2')).toEqual({ offset: 2, error: 'found "2", expected the end of the text' })
})

it('neither long strings nor deep nesting are too much', () => {
  expect(findInJson(`"${'x'.repeat(5_000_000)}"`)).toBeUndefined()
  expect(findInJson('['.repeat(1_000_000))).toEqual({ offset: 1_000_000, error: 'ends, expected a value' })
})

it('lines and columns count from 1', () => {
  expect(lineAndColumn('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
})
