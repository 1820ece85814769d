export type { Command } from './command.ts'
export { type Id, newId } from './id.ts'
export type {
  ClassPatch,
  ClassRecord,
  Document,
  ImagePatch,
  ImageRecord,
  ImageState,
  MaskRecord,
  ObjectPatch,
  ObjectRecord,
  PromptRecord,
  Rectangle,
  Review,
} from './records.ts'
export { CommandConflict, type Needs } from './rule.ts'
