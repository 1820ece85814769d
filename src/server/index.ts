export { Annotator } from './annotator.ts'
export { keepPort, startOnLastPort } from './last-port.ts'
export { PhotoFolder } from './photos/folder.ts'
export { findPresence, leavePresence, removePresence } from './presence.ts'
