export { Annotator, type AnnotatorOptions } from './annotator.ts'
export { PathError, PhotoFolder } from './photos/folder.ts'
export { findPresence, leavePresence, removePresence } from './presence.ts'
export { type Started, startServer } from './start.ts'
