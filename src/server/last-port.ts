import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Annotator } from './annotator.ts'
import { type Started, type StartOptions, startServer } from './start.ts'

const fileOf = (data: string) => join(data, 'port')

/**
 * Listens where this project's page was the last time, if no port is asked for: what a page could not save lies in the
 * browser under its address, and is sent when a page is opened there again.
 *
 * @param data  the folder of the project's data
 * @returns     `moved`: the last port, where another program has it now
 * @throws Error as startServer does
 */
export async function startOnLastPort(
  annotator: Annotator,
  { port, ...options }: Omit<StartOptions, 'port'> & { readonly port: number | undefined },
  data: string,
): Promise<{ server: Started; moved: number | undefined }> {
  const last = port === undefined ? await lastPort(data) : undefined
  let moved: number | undefined
  const server = await startServer(annotator, { ...options, port: port ?? last ?? 0 }).catch(error => {
    if (last === undefined || !['EADDRINUSE', 'EACCES'].includes(error.code)) throw error
    moved = last
    return startServer(annotator, { ...options, port: 0 })
  })
  return { server, moved }
}

/** For the next time. */
export async function keepPort(data: string, url: string): Promise<void> {
  await writeFile(fileOf(data), new URL(url).port)
}

async function lastPort(data: string): Promise<number | undefined> {
  const port = Number(await readFile(fileOf(data), 'utf8').catch(() => ''))
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}
