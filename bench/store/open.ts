// A process that wants a project, and edits it when it gets it: node open.js PHOTOS DATA NAME MILLISECONDS
//
// Says "open", then "did" when its edit was acknowledged, holds the project for the time, and says "closed"; or
// "locked" when another process has it. Times are of a clock that all processes of a machine share.
import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../src/document/index.ts'
import { FolderLockedError, openStore } from '../../src/store/index.ts'
import { findPhotos } from './photos.ts'

const [photos, data, name, milliseconds] = process.argv.slice(2) as [string, string, string, string]
const say = (what: string) => writeSync(1, `${what} ${process.hrtime.bigint()}\n`)

try {
  const store = await openStore({ photos, data })
  say('open')
  await findPhotos(store)
  const addition = { id: newId(), name, color: 0, order: 0 }
  await store.apply({ type: 'addClass', label: name, class: addition })
  say('did')
  await pause(Number(milliseconds))
  say('closed')
  await store.close()
} catch (error) {
  if (!(error instanceof FolderLockedError)) throw error
  say('locked')
}
