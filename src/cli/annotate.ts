import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, Option } from 'commander'
import { Dextr } from '../index.ts'
import {
  Annotator,
  findPresence,
  keepPort,
  leavePresence,
  PhotoFolder,
  removePresence,
  startOnLastPort,
} from '../server/index.ts'
import { openStore, projectFolder } from '../store/index.ts'
import { CommandError, messageOf } from './errors.ts'
import { print } from './files.ts'
import { interruption } from './interruption.ts'
import { wholeNumber } from './options.ts'
import { packageFolder } from './package.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { shippedModel } from './shipped.ts'
import { terminal } from './terminal.ts'

type Options = RuntimeOptions & {
  readonly port?: number
  readonly host: string
  readonly open: boolean
  readonly model?: string
  readonly store?: string
  readonly trust?: 'store' | 'snapshot'
  readonly json?: boolean
}

/** Where the built page lies. */
const page = join(packageFolder, 'dist', 'annotator')
/** The database of a project that is new. */
const blank = join(packageFolder, 'dist', 'blank-database.gz')

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

export function define(command: Command): void {
  command
    .description(
      'Opens a page in the browser where the objects in a folder of photos are labelled. Photos are never changed, and what is done there is kept from the first click on.',
    )
    .argument('[folder]', 'photos, also in folders within it', '.')
    .option(
      '--port <n>',
      'port of the page; 0 for a free one (default: the last one, if it is free)',
      wholeNumber(0),
    )
    .option(
      '--host <address>',
      'address to listen on; any other than the default lets others in who have the token',
      '127.0.0.1',
    )
    .option('--no-open', 'do not open the browser')
    .option('--model <file>', 'a model file (default: the one that comes along)')
    .option(
      '--store <place>',
      "where the project is kept: a folder, or postgres://... (default: $DATABASE_URL, else a folder among the user's data)",
    )
    .addOption(
      new Option(
        '--trust <which>',
        'which to go on with where the store and annotations.dextr.json do not belong together, or one is damaged; the other is kept under another name',
      ).choices(['store', 'snapshot']),
    )
    .option('--json', 'print what happens, a line of JSON for each event')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
Ctrl-C ends it; everything is saved by then. Beside the photos lies annotations.dextr.json, a copy of all objects.

Examples:
  # Label the sample pictures
  dextr annotate examples/pictures/images

  # On a machine without a screen; the page is opened through ssh -L 8000:localhost:8000
  dextr annotate photos --no-open --port 8000`,
    )
    .action(run)
}

async function run(path: string, options: Options): Promise<void> {
  const { host, port, json, model = shippedModel, trust } = options
  const folder = await PhotoFolder.open(path)
  const place = await placeOf(folder.path, options.store)
  await mkdir(place.data, { recursive: true })
  const other = await findPresence(place.data)
  if (other)
    throw new CommandError(
      `${path} is open already, in process ${other.pid}; its page is ${other.url}\n  use that page, or end that process`,
    )
  const started = performance.now()
  const tell = (event: string, facts: object, text: string) =>
    json ? print(JSON.stringify({ event, ...facts })) : terminal.note(text)
  if (!loopback.test(host))
    terminal.warn(
      `listening on ${host}: who can reach this machine and has the address can see and change this project, and the connection is not encrypted`,
    )

  using interrupt = interruption('saving and closing')
  const annotator = new Annotator({
    folder,
    name: basename(folder.path),
    data: place.data,
    openStore: () => openStore({ photos: folder.path, ...place, blank, ...(trust && { trust }) }),
    model: {
      file: model,
      isChosen: options.model !== undefined,
      // Ours is trained from as it is, and answers by its fast variant.
      load: file => Dextr.load(file === shippedModel ? undefined : file, options),
    },
    program: fileURLToPath(new URL('./main.js', import.meta.url)),
  })
  const { server, moved } = await startOnLastPort(annotator, { host, port, page }, place.data)
  if (moved !== undefined)
    terminal.warn(
      `another program has port ${moved}, where this page was the last time; what a page could not save then is sent when it is opened there again: --port ${moved}`,
    )
  try {
    const { url } = server
    await (json ? tell('listening', { url }, '') : print(url))
    if (options.open) await openBrowser(url)
    const { library } = await annotator.project
    await leavePresence(place.data, url)
    if (moved === undefined) await keepPort(place.data, url)
    void library.look().then(() => reportPhotos(annotator, path))
    annotator.model.ready().then(
      ({ description, runtime }) => {
        const seconds = ((performance.now() - started) / 1000).toFixed(1)
        return tell(
          'ready',
          { model: description.name, runtime },
          `ready after ${seconds} s: model ${description.name} on ${runtime}; Ctrl-C ends`,
        )
      },
      error => terminal.warn(`${messageOf(error)}; masks can be drawn by hand only`),
    )
    if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort')
  } finally {
    await server.close()
    await removePresence(place.data, server.url)
  }
  await tell('closed', {}, 'everything is saved')
}

/** Where the project's data lies: the store, or what else belongs to it where a database has that. */
async function placeOf(
  photos: string,
  store = process.env.DATABASE_URL,
): Promise<{ data: string; databaseUrl?: string }> {
  if (store === undefined) return { data: await projectFolder(photos) }
  if (/^postgres(ql)?:/.test(store)) return { data: await projectFolder(photos), databaseUrl: store }
  return { data: resolve(store) }
}

async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open')
  const told = () => terminal.note('no browser could be opened; open the address above in one')
  try {
    const child = await open(url)
    child.once('error', told)
  } catch {
    told()
  }
}

async function reportPhotos(annotator: Annotator, path: string): Promise<void> {
  const { library } = await annotator.project
  const photos = (await library.listing()).filter(({ missing }) => !missing)
  if (photos.length === 0)
    terminal.warn(
      `${path} holds no photos yet; those that are put there appear on the page. To try it first: dextr annotate examples/pictures/images`,
    )
  for (const { path, message } of library.unread.slice(0, 10))
    terminal.warn(`${path} is left out: ${message}`)
}
