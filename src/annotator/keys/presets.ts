import type { Keymap } from './keymap.ts'

/**
 * Keys of other programs, for hands that know them: each names the actions whose keys differ from ours.
 * labelme 7.1's default_config.yaml; CVAT's user guide; and a set for the left hand alone, the right on the mouse.
 */
export const presets: Readonly<Record<string, Keymap>> = {
  dextr: {},
  labelme: {
    'photo.nextToDo': ['Ctrl+Shift+D'],
    'tool.polygon': ['Ctrl+P', 'P'],
    'tool.box': ['Ctrl+R'],
    'tool.select': ['Ctrl+J', 'V'],
    'object.duplicate': ['Ctrl+D'],
    'photo.find': ['Ctrl+Shift+F'],
    'stage.fit': ['Ctrl+F'],
    'view.hold': ['T'],
    'view.labels': ['Shift+T'],
  },
  CVAT: {
    'photo.next': ['F', 'PageDown'],
    'photo.previous': ['D', 'PageUp'],
    'photo.nextToDo': ['Right'],
    'photo.finish': ['Shift+F'],
    'photo.flag': ['Ctrl+Shift+F'],
    'tool.extreme': ['N', 'X'],
    'object.note': ['Shift+M'],
    'object.next': ['Tab'],
    'object.previous': ['Shift+Tab'],
    'object.front': ['+'],
    'object.back': ['-'],
    'object.union': ['J'],
  },
  'left hand': {
    'photo.next': ['D', 'PageDown'],
    'photo.previous': ['A', 'PageUp'],
    'photo.finish': ['F'],
    'tool.extreme': ['X'],
    'tool.select': ['V'],
    'tool.brush': ['C', 'B'],
    'class.edit': ['Shift+Z'],
    'object.delete': ['Z', 'Delete', 'Backspace'],
    'object.hide': ['Shift+G'],
    'object.lock': ['Shift+E', 'L'],
    'view.hold': ['G'],
    'view.outline': ['Shift+S', 'O'],
  },
}
