import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { Dextr } from '../dist/src/index.js'
import type { Raster } from '../src/image/index.ts'
import type { Segmenter } from '../src/segmenter/index.ts'
import { createApp } from '../src/server/app.ts'
import { Annotator, PhotoFolder } from '../src/server/index.ts'
import { openStore } from '../src/store/index.ts'
import { redModel } from './red-model.ts'
import { blankDatabase } from './store-folder.ts'

export type TestProject = {
  readonly annotator: Annotator
  readonly photos: string
  /** Beside the photos, outside the project. */
  readonly base: string
  /** Asks /api with the token; a body is sent as JSON. */
  ask(path: string, options?: { method?: string; body?: unknown; signal?: AbortSignal }): Promise<Response>
  /** The answer's JSON. */
  get<T>(path: string, options?: { method?: string; body?: unknown }): Promise<T>
  close(): Promise<void>
}

export const pngOf = ({ width, height, channels, data }: Raster) =>
  sharp(data, { raw: { width, height, channels: channels as 3 } })
    .png()
    .toBuffer()

const red = redModel({ channels: ['points', 'include', 'exclude', 'previous'] })
const commandLine = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url))

/**
 * An annotator on a folder of its own, with a store on the disk and the model that sees red.
 *
 * @param base  a folder in which an earlier one was, to go on there
 */
export async function annotatorProject(
  files: Readonly<Record<string, Uint8Array>>,
  { base, program = commandLine }: { base?: string; program?: string } = {},
): Promise<TestProject> {
  base ??= await realpath(await mkdtemp(join(tmpdir(), 'dextr-annotate-')))
  const [photos, data, page] = [join(base, 'photos'), join(base, 'data'), join(base, 'page')]
  await mkdir(page, { recursive: true })
  await writeFile(join(page, 'index.html'), '<title>the page</title>')
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(photos, path)), { recursive: true })
    await writeFile(join(photos, path), bytes)
  }
  const annotator = new Annotator({
    folder: await PhotoFolder.open(photos),
    name: 'photos',
    data,
    openStore: () => openStore({ photos, data, blank: blankDatabase }),
    model: {
      file: 'red.onnx',
      isChosen: true,
      load: async file => (await Dextr.load(file === 'red.onnx' ? red : file)) as unknown as Segmenter,
    },
    program,
  })
  const app = createApp(annotator, { token: 'secret', host: '127.0.0.1', page })
  const ask: TestProject['ask'] = async (path, { method = 'GET', body, signal } = {}) =>
    app.request(`http://127.0.0.1:8000/api${path}`, {
      method,
      ...(signal && { signal }),
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const { library } = await annotator.project
  await library.look()
  return {
    annotator,
    photos,
    base,
    ask,
    get: async (path, options) => (await ask(path, options)).json(),
    async close() {
      await annotator.close()
      await rm(base, { recursive: true })
    },
  }
}
