import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server leaves beside its store, so that who starts a second one is told where the first is. */
export type Presence = { readonly url: string; readonly pid: number }

const fileOf = (data: string) => join(data, 'server.json')

/** Readable by this person alone: the address holds the token. */
export async function leavePresence(data: string, url: string): Promise<void> {
  const file = fileOf(data)
  await writeFile(file, JSON.stringify({ url, pid: process.pid } satisfies Presence), { mode: 0o600 })
  await chmod(file, 0o600) // the mode above is for new files only
}

/** Takes it away, unless it is that of another server. */
export async function removePresence(data: string, url: string): Promise<void> {
  const left = await readFile(fileOf(data), 'utf8').catch(() => '{}')
  if (JSON.parse(left).url === url) await rm(fileOf(data), { force: true })
}

/** The server that has the project and answers; undefined when there is none. */
export async function findPresence(data: string): Promise<Presence | undefined> {
  try {
    const presence = JSON.parse(await readFile(fileOf(data), 'utf8')) as Presence
    const address = new URL(presence.url)
    const authorization = `Bearer ${address.searchParams.get('token')}`
    const signal = AbortSignal.timeout(2000)
    const response = await fetch(new URL('/api/jobs', address), { headers: { authorization }, signal })
    return response.ok ? presence : undefined
  } catch {
    return undefined // no file, a damaged one, or nobody there
  }
}
