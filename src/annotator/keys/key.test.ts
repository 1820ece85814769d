import { expect, it } from 'vitest'
import { keyOf } from './key.ts'

const press = (
  key: string,
  code: string,
  held: Partial<Record<'ctrl' | 'meta' | 'alt' | 'shift', boolean>> = {},
) =>
  keyOf({
    key,
    code,
    ctrlKey: held.ctrl ?? false,
    metaKey: held.meta ?? false,
    altKey: held.alt ?? false,
    shiftKey: held.shift ?? false,
  })

it('letters are written large, with the modifiers before them in one order', () => {
  expect(press('d', 'KeyD')).toBe('D')
  expect(press('Z', 'KeyZ', { shift: true, ctrl: true })).toBe('Ctrl+Shift+Z')
})

it('Command on a Mac is Ctrl', () => {
  expect(press('z', 'KeyZ', { meta: true })).toBe('Ctrl+Z')
})

it('signs are themselves, however they are typed', () => {
  expect(press('?', 'Minus', { shift: true })).toBe('?')
  expect(press('+', 'BracketRight')).toBe('+')
})

it('digits stay digits with Shift and on the number block', () => {
  expect(press('!', 'Digit1', { shift: true })).toBe('Shift+1')
  expect(press('7', 'Numpad7')).toBe('7')
})

it('a keyboard in another script gives the letter in the same place', () => {
  expect(press('в', 'KeyD')).toBe('D')
})

it('a layout decides which letter a key is', () => {
  expect(press('a', 'KeyQ')).toBe('A')
})

it('a modifier alone is no key', () => {
  expect(press('Shift', 'ShiftLeft', { shift: true })).toBeUndefined()
})
