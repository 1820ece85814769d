import type { Keymap } from './keymap.ts'

/**
 * Keys of other programs, for hands that know them: each names the actions whose keys differ from ours.
 * labelme 7.1's default_config.yaml; CVAT's user guide; and a set for the left hand alone, the right on the mouse.
 */
export const presets: Readonly<Record<string, Keymap>> = {
  dextr: {},
  labelme: {
    'photo.nextToDo': ['Ctrl+Shift+D'],
    'photo.find': ['Ctrl+Shift+F'],
    'stage.fit': ['Ctrl+F'],
    'tool.polygon': ['P', 'Ctrl+P'],
    'tool.box': ['R', 'Ctrl+R'],
    'tool.vertex': ['Shift+A', 'Ctrl+J'],
    'view.hold': ['T'],
    'view.labels': ['Shift+T'],
  },
  CVAT: {
    'photo.next': ['F', 'PageDown'],
    'photo.previous': ['D', 'PageUp'],
    'photo.nextToDo': ['Right'],
    'photo.finish': ['Shift+D'],
    'tool.extreme': ['N', 'X'],
    'object.note': ['Shift+M'],
    'object.next': ['Tab'],
    'object.previous': ['Shift+Tab'],
    'object.front': ['+'],
    'object.back': ['-'],
    'stage.in': ['='],
    'stage.out': ['Shift+Z'],
    'object.union': ['J'],
    'object.tidy': ['U'],
  },
  'left hand': {
    'tool.brush': ['C'],
    'tool.hole': ['Shift+S'],
    'object.smooth': [],
    'object.delete': ['Shift+Q', 'Delete', 'Backspace'],
    'object.lock': ['Shift+E', 'L'],
    'object.hide': ['Shift+G'],
    'object.refine': ['T'],
    'view.labels': ['Shift+T'],
    'view.hold': ['G'],
  },
}
