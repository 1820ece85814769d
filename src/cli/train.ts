import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { Batches } from '../datasets/index.ts'
import { startRuntime } from '../runtime/node.ts'
import { Trainer } from '../training/index.ts'
import { addDataOptions } from './data-options.ts'
import { CommandError, exitCodes, messageOf, UsageError } from './errors.ts'
import { print } from './files.ts'
import { interruption } from './interruption.ts'
import { several, wholeNumber } from './options.ts'
import { openRefining, type RefiningOptions } from './refining.ts'
import { RunFolder } from './run-folder.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { terminal } from './terminal.ts'
import { checkMemory, gigabytes } from './training-memory.ts'
import { keptWeights, TrainingRun, type TrainingRunOptions } from './training-run.ts'
import { beginRun, continueRun, type Start, type StartOptions } from './training-start.ts'
import { predictInTraining } from './validation.ts'

type Options = StartOptions &
  RuntimeOptions &
  RefiningOptions &
  TrainingRunOptions & { readonly out: string; readonly resume?: boolean; readonly workers?: number }

export function define(command: Command): void {
  command
    .description('Trains a model on photos and masks. A run that was ended or killed goes on with --resume.')
    .argument('[recipe]', 'a recipe file, or the name of one of ours (default: fine-tune)')
  addDataOptions(command)
    .option(
      '--split <name>',
      'part of the data to train on (default: train, or all where there are no parts)',
    )
    .option(
      '--validation-data <dir>',
      'further folders, which are only measured; may be repeated',
      several(String),
    )
    .option('--validation-split <name>', 'part of the data that is held out (default: validation or val)')
    .requiredOption('--out <dir>', 'folder of the run')
    .option('--resume', 'go on where the run in the folder stopped, or begin it')
    .option(
      '--weights <file>',
      'what to start from: .safetensors, .pth, a model, or none (default: our model)',
    )
    .option(
      '--refines <file>',
      'a recipe for refining: the model whose answers are refined (default: our model)',
    )
    .option('--steps <n>', "length of the run, instead of the recipe's", wholeNumber(1))
    .option('--seed <n>', "what chance follows, instead of the recipe's", wholeNumber(0))
    .option('--name <text>', 'of the model (default: that of the folder)')
    .option('--licence <text>', 'terms of the model, which its file states')
  addRuntimeOptions(command)
    .option(
      '--workers <n>',
      'threads that prepare batches (default: one less than there are cores)',
      wholeNumber(1),
    )
    .option('--save-every <n>', 'steps from checkpoint to checkpoint', wholeNumber(1), 100)
    .option('--validate-every <n>', 'steps from validation to validation', wholeNumber(1), 250)
    .option('--validation-objects <n>', 'how many of the objects held out are measured', wholeNumber(1), 100)
    .option('--json', 'write steps and validations to standard output, a line of JSON each')
    .addHelpText(
      'after',
      `
The folder holds recipe.json, run.json (the data), state.safetensors (the checkpoint), model.onnx,
metrics.jsonl, plot.svg and log.txt.

Examples:
  # A quick first try: the decoder of the model that comes along, 200 steps
  dextr train tiny --data examples/pictures --out runs/try

  # Your own photos and masks
  dextr train --data photos --out runs/mine

  # Go on after Ctrl-C, a crash or a power cut
  dextr train --out runs/mine --resume`,
    )
    .action(run)
}

async function run(recipeName: string | undefined, options: Options): Promise<void> {
  using interrupt = interruption('finishing this step and saving')
  const { signal } = interrupt
  const folder = new RunFolder(options.out)
  const goesOn = await folder.hasRun()
  if (goesOn && !options.resume)
    throw new UsageError(
      `${folder.path}: a run is there already; go on with --resume, or begin another with another --out`,
    )
  const start = goesOn
    ? await continueRun(folder, recipeName, options, signal)
    : await beginRun(folder, recipeName ?? 'fine-tune', options, signal)
  await folder.mend(start.state?.step ?? 0)
  if (start.state?.step === start.recipe.steps)
    terminal.note(`the run is finished: ${start.recipe.steps} steps are done`)
  else await carryOut(folder, start, options, signal)
  await print(options.json ? JSON.stringify({ event: 'end', model: folder.modelFile }) : folder.modelFile)
}

async function carryOut(folder: RunFolder, start: Start, options: Options, signal: AbortSignal) {
  const { recipe, run, train, weights, state } = start
  const { needed, photos } = checkMemory(recipe)
  const runtime = startRuntime(options.runtime)
  const workers = options.workers ?? Math.max(1, availableParallelism() - 1)
  const refining = recipe.patches && (await openRefining(recipe, recipe.patches, train, options, photos))
  const batches =
    refining?.batches ??
    new Batches({ ...recipe, data: [...train.configs], workers, cache: Math.floor(photos / workers) })
  try {
    const { device } = options
    const description = await runtime.describe()
    const trainer = await Trainer.create(
      runtime,
      { ...recipe, size: recipe.preset.size, threads: run.threads, device },
      weights,
      state,
    ).catch(error => {
      if (error instanceof RangeError) throw error
      throw new CommandError(
        `train: ${description} does not run it on ${device ?? 'cpu'} (${messageOf(error)}); try another --device or --runtime`,
        exitCodes.failure,
        { cause: error },
      )
    })
    const training = new TrainingRun(
      folder,
      start,
      trainer,
      options,
      (refining?.predict ?? predictInTraining)(trainer, recipe.preset, keptWeights(recipe)),
    )
    if (!state) {
      await folder.begin(recipe, run)
      await training.save()
    }
    const text = [
      state ? `going on after step ${state.step}` : 'beginning',
      `${recipe.steps} steps of ${recipe.batch * recipe.accumulation} objects out of ${train.dataset.entries.length}`,
      `${trainer.size} parameters, ${description} on ${device ?? 'cpu'} with ${run.threads} threads`,
      `about ${gigabytes(needed)} of memory and at most ${gigabytes(photos)} for photos`,
    ].join('; ')
    terminal.note(text)
    await folder.log(text)
    await training.go(index => batches.get(index), signal)
  } catch (error) {
    await folder.log(messageOf(error)).catch(() => {})
    throw error
  } finally {
    terminal.clear()
    await batches.dispose()
    await refining?.dispose()
    await runtime.dispose()
  }
}
