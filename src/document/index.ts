export { apply, invert, needs } from './apply.ts'
export type { Command } from './command.ts'
export { type Change, difference } from './difference.ts'
export { type Id, newId } from './id.ts'
export { newObject } from './new-object.ts'
export { CommandFormatError, parseCommand } from './parse.ts'
export {
  type ClassPatch,
  type ClassRecord,
  classSchema,
  type Document,
  type ImageRecord,
  type ImageState,
  imageSchema,
  type MaskRecord,
  type ObjectPatch,
  type ObjectRecord,
  objectSchema,
  type PromptRecord,
  type Rectangle,
  type Review,
} from './records.ts'
export { CommandConflict, type Needs } from './rule.ts'
