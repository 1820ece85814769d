import { describe, expect, it } from 'vitest'
import { object } from '../../test/documents.ts'
import { type Command, CommandFormatError, parseCommand } from './index.ts'

const change = (patch: object) => ({
  type: 'changeObjects',
  label: '',
  changes: [{ id: 'robin0000000', patch }],
})

describe('JSON that is no command', () => {
  const cases: [string, unknown, RegExp][] = [
    ['nothing', null, /^command: found null/],
    ['an unknown type', { type: 'format' }, /command\.type: found "format", expected .*addObjects.*sequence/],
    [
      'a field too much',
      { type: 'removeObjects', label: '', objects: [], force: true },
      /command\.force: there is no such field/,
    ],
    ['a field too little', { type: 'removeObjects', label: '' }, /command\.objects is missing/],
    [
      'a patch of what is no field',
      change({ image: 'wood00000000' }),
      /patch\.image: there is no such field/,
    ],
    [
      'an id twice',
      { type: 'removeObjects', label: '', objects: ['robin0000000', 'robin0000000'] },
      /every id once/,
    ],
    [
      'an id that is none',
      { type: 'removeObjects', label: '', objects: ['__proto__'] },
      /objects\.0: found "__proto__", expected an id/,
    ],
    ['a threshold beyond 1', change({ threshold: 1.5 }), /patch\.threshold: found 1\.5, expected <=1/],
    [
      'a mask without pixels',
      change({ mask: { size: [0, 4], counts: '' } }),
      /mask\.size\.0: found 0, expected >=1/,
    ],
    [
      'a class merged into itself',
      { type: 'mergeClasses', label: '', from: ['bird00000000'], into: 'bird00000000' },
      /not into itself/,
    ],
    ['text with a NUL', change({ note: 'a\0b' }), /note: .* none of them NUL/],
    ['half a character', change({ note: '\ud800' }), /note: .*whole characters/],
  ]
  for (const [what, json, message] of cases)
    it(`is refused by the name of the value: ${what}`, () => {
      expect(() => parseCommand(json)).toThrow(CommandFormatError)
      expect(() => parseCommand(json)).toThrow(message)
    })

  it('is refused when sequences lie in each other a thousand deep', () => {
    let nested: unknown = { type: 'removeObjects', label: '', objects: [] }
    for (let i = 0; i < 100_000; i++) nested = { type: 'sequence', label: '', commands: [nested] }
    expect(() => parseCommand(nested)).toThrow(/sequences within sequences/)
  })
})

it('a prompt may have a box, or none', () => {
  const prompt = { points: [{ x: 1, y: 2 }], include: [], exclude: [] }
  for (const made of [prompt, { ...prompt, box: { x0: 0, y0: 0, x1: 3, y1: 2 } }]) {
    const command: Command = {
      type: 'addObjects',
      label: '',
      objects: [object('robin', 'meadow', { prompt: made })],
    }
    expect(parseCommand(command)).toEqual(command)
  }
})
