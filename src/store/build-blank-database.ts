// Part of the build: node dist/src/store/build-blank-database.js FILE
//
// Makes nothing where the file is of the same PGlite and the same migrations already, which a file beside it tells.
import { readFile, writeFile } from 'node:fs/promises'
import { packBlankDatabase } from './blank-database.ts'
import { migrations } from './migrations/index.ts'

const [file] = process.argv.slice(2) as [string]
const pglite = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
const { version } = JSON.parse(await readFile(pglite, 'utf8')) as { version: string }
const made = JSON.stringify({ pglite: version, migrations })
if ((await readFile(`${file}.made`, 'utf8').catch(() => '')) !== made) {
  await packBlankDatabase(file)
  await writeFile(`${file}.made`, made)
}
