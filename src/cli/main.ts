#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { exitCodeOf, exitCodes, messageOf } from './errors.ts'
import { version } from './package.ts'
import { terminal } from './terminal.ts'

/** A file of a command: gives it arguments, options, examples and its action. */
type CommandFile = { readonly define: (command: Command) => void }

/** Loaded when they are asked for: what one needs to start would make the others slow. */
const commands: readonly { name: string; summary: string; load: () => Promise<CommandFile> }[] = [
  {
    name: 'segment',
    summary: 'find the mask of an object from four clicks',
    load: () => import('./segment.ts'),
  },
  {
    name: 'annotate',
    summary: 'label the objects in a folder of photos, in the browser',
    load: () => import('./annotate.ts'),
  },
  { name: 'train', summary: 'train a model on photos and masks', load: () => import('./train.ts') },
  {
    name: 'adapt',
    summary: 'fine-tune a model on a few objects of one kind',
    load: () => import('./adapt.ts'),
  },
  { name: 'evaluate', summary: 'measure a model on photos and masks', load: () => import('./evaluate.ts') },
  {
    name: 'convert',
    summary: 'annotations from one format to another, verified',
    load: () => import('./convert.ts'),
  },
  { name: 'import', summary: 'make a model of PyTorch weights', load: () => import('./import.ts') },
  {
    name: 'quantize',
    summary: 'make the fast variant of a model, in int8',
    load: () => import('./quantize.ts'),
  },
  { name: 'info', summary: 'what a model file says of itself', load: () => import('./info.ts') },
  { name: 'doctor', summary: 'what runs here, and how fast', load: () => import('./doctor.ts') },
]

const program = new Command('dextr')
  .description('Four clicks, one mask: object masks from extreme points.')
  .version(version, '-V, --version', 'print the version')
  .option('-q, --quiet', 'say nothing but warnings and errors')
  .option('--no-color', 'no colours, as NO_COLOR=1')
  .option('--debug', 'print where an error comes from')
  .helpCommand('help [command]', 'print what a command takes')
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({
    outputError: text =>
      terminal.error(
        text
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' '),
      ),
  })
  .exitOverride()
  .hook('preAction', command => {
    terminal.quiet = Boolean(command.opts().quiet)
  })
  .addHelpText(
    'after',
    `
Exit codes:
  0 done, 1 failed, 2 wrong arguments, 3 some of many items failed, 4 the model cannot be used,
  5 annotations would lose or have lost something, 130 interrupted

Examples:
  # Cut one object out of a photo, by its leftmost, topmost, rightmost and bottommost points
  dextr segment examples/pictures/images/scene_000406.jpg --points "302,823 731,534 835,617 581,932" --out mask.png

  # What runs here, and how fast
  dextr doctor`,
  )

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  for (const { name, summary, load } of commands) {
    const command = program.command(name).summary(summary)
    if (process.argv.includes(name)) (await load()).define(command)
  }
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** Tells what went wrong, unless it has been told, and returns the exit code. */
function report(error: unknown): number {
  terminal.clear()
  // Help and version end by such an error too; what is wrong with arguments has been told.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  terminal.error(messageOf(error))
  if (program.opts().debug && error instanceof Error) console.error(error.stack)
  return exitCodeOf(error)
}
