import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const require = createRequire(import.meta.url)
const file = require.resolve('dextr/package.json')

/** The folder of this package. */
export const packageFolder = dirname(file)

export const { version }: { version: string } = require(file)
