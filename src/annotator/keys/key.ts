/** The named keys that differ between what a keyboard event says and what people read. */
const names: Record<string, string> = {
  ' ': 'Space',
  Escape: 'Esc',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
}

const modifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process'])

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * A key press in the words in which keymaps are written: 'Ctrl+Shift+Z', 'D', 'PageDown', '?', '1'. Letters and signs
 * are those of the person's keyboard; Command counts as Ctrl. Undefined for a modifier alone.
 */
export function keyOf(event: KeyPress): string | undefined {
  if (modifiers.has(event.key)) return undefined
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  // A keyboard of another script has no D: the key in the place of D does for it.
  const foreign = letter && event.key.length === 1 && event.key.charCodeAt(0) > 0x24f
  const key = foreign ? letter : (digit ?? names[event.key] ?? event.key)
  const single = key.length === 1
  // Of signs like ? and +, Shift is a part.
  const shift = event.shiftKey && !(single && !/[a-z0-9]/i.test(key))
  return [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    shift && 'Shift',
    single ? key.toUpperCase() : key,
  ]
    .filter(Boolean)
    .join('+')
}

/** Keys that a browser keeps for itself: no page can have them. */
export const taken = new Set([
  'Ctrl+W',
  'Ctrl+T',
  'Ctrl+N',
  'Ctrl+Shift+N',
  'Ctrl+Shift+T',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'F11',
])
