import { describe, expect, it } from 'vitest'
import { checkCommand, classOf, documentOf, id, image, mask, object } from '../../test/documents.ts'
import { apply, type Command, CommandConflict } from './index.ts'

const [meadow, wood] = [image('meadow'), image('wood')]
const [bird, bear] = [classOf('bird'), classOf('bear', { order: 1 })]
const robin = object('robin', 'meadow', { class: bird.id })
const finch = object('finch', 'wood', { class: bird.id })
const grizzly = object('grizzly', 'wood', { class: bear.id })
const before = documentOf([meadow, wood], [robin, finch, grizzly], [bird, bear])
const label = 'What was done'

describe('a command, taken back, and written as JSON', () => {
  it('addObjects puts new objects beside the others', () => {
    const wren = object('wren', 'meadow', { class: bird.id, note: 'behind the leaf' })
    checkCommand(
      before,
      { type: 'addObjects', label, objects: [wren] },
      documentOf([meadow, wood], [robin, finch, grizzly, wren], [bird, bear]),
    )
  })

  it('removeObjects takes objects away', () => {
    checkCommand(
      before,
      { type: 'removeObjects', label, objects: [robin.id, grizzly.id] },
      documentOf([meadow, wood], [finch], [bird, bear]),
    )
  })

  it('changeObjects gives fields new values and leaves the others', () => {
    const patch = { mask: mask('0h0'), edited: true }
    checkCommand(
      before,
      {
        type: 'changeObjects',
        label,
        changes: [
          { id: robin.id, patch },
          { id: finch.id, patch: { class: null } },
        ],
      },
      documentOf([meadow, wood], [{ ...robin, ...patch }, { ...finch, class: null }, grizzly], [bird, bear]),
    )
  })

  it('changeObjects takes two patches for one object in their order', () => {
    const changes = [0.25, 0.75].map(threshold => ({ id: robin.id, patch: { threshold } }))
    checkCommand(
      before,
      { type: 'changeObjects', label, changes },
      documentOf([meadow, wood], [{ ...robin, threshold: 0.75 }, finch, grizzly], [bird, bear]),
    )
  })

  it('changeImage gives an image a state or a note', () => {
    const patch = { state: 'flagged', note: 'blurred' } as const
    checkCommand(
      before,
      { type: 'changeImage', label, id: wood.id, patch },
      documentOf([meadow, { ...wood, ...patch }], [robin, finch, grizzly], [bird, bear]),
    )
  })

  it('addClass adds a class', () => {
    const fish = classOf('fish', { color: '#0072b2' })
    checkCommand(
      before,
      { type: 'addClass', label, class: fish },
      documentOf([meadow, wood], [robin, finch, grizzly], [bird, bear, fish]),
    )
  })

  it('changeClass gives a class another name, colour or place', () => {
    const patch = { name: 'songbird', color: 7, order: 3 }
    checkCommand(
      before,
      { type: 'changeClass', label, id: bird.id, patch },
      documentOf([meadow, wood], [robin, finch, grizzly], [{ ...bird, ...patch }, bear]),
    )
  })

  it('removeClass leaves its objects without a class', () => {
    checkCommand(
      before,
      { type: 'removeClass', label, id: bird.id, objects: 'unclassed' },
      documentOf([meadow, wood], [{ ...robin, class: null }, { ...finch, class: null }, grizzly], [bear]),
    )
  })

  it('removeClass takes its objects with it when told to', () => {
    checkCommand(
      before,
      { type: 'removeClass', label, id: bird.id, objects: 'removed' },
      documentOf([meadow, wood], [grizzly], [bear]),
    )
  })

  it('mergeClasses gives all objects of some classes another one', () => {
    checkCommand(
      before,
      { type: 'mergeClasses', label, from: [bird.id], into: bear.id },
      documentOf(
        [meadow, wood],
        [{ ...robin, class: bear.id }, { ...finch, class: bear.id }, grizzly],
        [bear],
      ),
    )
  })

  it('sequence does several as one, each on what the ones before it left', () => {
    const fish = classOf('fish')
    const commands: Command[] = [
      { type: 'addClass', label, class: fish },
      { type: 'changeObjects', label, changes: [{ id: robin.id, patch: { class: fish.id } }] },
      { type: 'removeClass', label, id: bird.id, objects: 'removed' },
    ]
    checkCommand(
      before,
      { type: 'sequence', label, commands },
      documentOf([meadow, wood], [{ ...robin, class: fish.id }, grizzly], [bear, fish]),
    )
  })
})

describe('a command that does not fit the document', () => {
  const conflicts: [string, Command, RegExp][] = [
    [
      'an object that is there already',
      { type: 'addObjects', label, objects: [robin] },
      /object robin0000000 already/,
    ],
    [
      'an image that is not there',
      { type: 'addObjects', label, objects: [object('wren', 'sea')] },
      /no image sea/,
    ],
    [
      'a mask of another size',
      {
        type: 'addObjects',
        label,
        objects: [object('wren', 'wood', { mask: { size: [6, 4], counts: '0h0' } })],
      },
      /mask of 4×6, expected 6×4/,
    ],
    [
      'a new mask of another size',
      {
        type: 'changeObjects',
        label,
        changes: [{ id: robin.id, patch: { mask: { size: [6, 4], counts: '0h0' } } }],
      },
      /mask of 4×6, expected 6×4/,
    ],
    [
      'neither mask nor box',
      { type: 'addObjects', label, objects: [object('wren', 'wood', { mask: null })] },
      /neither mask nor box/,
    ],
    ['an object that is gone', { type: 'removeObjects', label, objects: [id('wren')] }, /no object wren/],
    [
      'a class that is gone',
      { type: 'changeObjects', label, changes: [{ id: robin.id, patch: { class: id('fish') } }] },
      /no class fish/,
    ],
    [
      'a name that another class has',
      { type: 'changeClass', label, id: bird.id, patch: { name: 'bear' } },
      /"bear" already/,
    ],
    [
      'a merge into a class that is gone',
      { type: 'mergeClasses', label, from: [bird.id], into: id('fish') },
      /no class fish/,
    ],
    [
      'a change of an image that is gone',
      { type: 'changeImage', label, id: id('sea'), patch: { note: '' } },
      /no image sea/,
    ],
  ]
  for (const [what, command, message] of conflicts)
    it(`is a conflict: ${what}`, () => {
      expect(() => apply(before, command)).toThrow(CommandConflict)
      expect(() => apply(before, command)).toThrow(message)
    })
})
