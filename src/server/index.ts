export { Annotator } from './annotator.ts'
export { PhotoFolder } from './photos/folder.ts'
export { findPresence, leavePresence, removePresence } from './presence.ts'
export { startServer } from './start.ts'
