import { createInterface } from 'node:readline'
import { startDextr } from '../cli-process.ts'

export type AnnotateProcess = {
  /** With the token. */
  readonly address: string
  end(): Promise<void>
}

/** `dextr annotate` on a folder, ready to segment. */
export async function startAnnotate(
  photos: string,
  { store, model }: { readonly store: string; readonly model?: string },
): Promise<AnnotateProcess> {
  const options = ['--no-open', '--json', '--threads', '2', '--store', store]
  const { child, ended } = startDextr(['annotate', photos, ...options, ...(model ? ['--model', model] : [])])
  let address: string | undefined
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    said.push(line)
    const { event, url } = JSON.parse(line) as { event: string; url?: string }
    if (url) address = url
    if (event === 'ready' && address)
      return {
        address,
        async end() {
          child.kill('SIGINT')
          await ended
        },
      }
  }
  throw new Error(`dextr annotate ended before it was ready: ${said.join('\n')}\n${(await ended).stderr}`)
}
