// A process that edits a project until it is done or killed: node edits.js PHOTOS DATA SEED FROM TO
//
// First it compares the store with the session at the store's version. Then it does the session's edits from FROM on,
// each under a key of its own, and says which were acknowledged: a line with the number.
import { writeSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { openStore } from '../../src/store/index.ts'
import { Session } from '../../test/editing-session.ts'
import { wholeDocument } from '../../test/whole-document.ts'
import { findPhotos } from './photos.ts'
import { unedited } from './start.ts'

const [photos, data, ...numbers] = process.argv.slice(2) as [string, string, ...string[]]
const [seed, from, to] = numbers.map(Number) as [number, number, number]

const store = await openStore({ photos, data })
await findPhotos(store)
const document = await wholeDocument(store)
const session = () => new Session(seed, unedited(document))
if (store.version < from - 1) {
  console.error(`${from - 1} edits were acknowledged, the store has ${store.version}`)
  process.exit(3)
}
if (!isDeepStrictEqual(document, session().to(store.version).document)) {
  console.error(`version ${store.version} in the store is not what the session had then`)
  process.exit(3)
}
writeSync(1, `open ${store.version}\n`)

const going = session().to(from - 1)
for (let number = from; number <= to; number++) {
  const step = going.step()
  const options = { key: `edit ${number}` }
  if (step.kind === 'do') await store.apply(step.command, options)
  else await store[step.kind](options)
  writeSync(1, `${number}\n`)
}
await store.close()
