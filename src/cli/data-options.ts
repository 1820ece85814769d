import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { type DatasetConfig, datasetSchema } from '../datasets/index.ts'
import { several } from './options.ts'

/** What the command line says of datasets. */
export type DataOptions = {
  readonly data?: string[]
  readonly format?: NonNullable<DatasetConfig['format']>
  readonly split?: string
  readonly images?: string
  readonly masks?: string
  readonly values?: DatasetConfig['values']
}

const { format, values } = datasetSchema.entries

/** The options that say where photos and masks are. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--data <dir>',
      'photos and masks: a folder, or a file of annotations; may be repeated',
      several(String),
    )
    .addOption(
      new Option('--format <name>', 'how they are stored (default: found by looking)').choices(
        format.wrapped.options,
      ),
    )
    .option('--images <dir>', 'where the photos are, when not where the format has them')
    .option('--masks <dir>', 'where the masks of a folder of masks are (default: masks)')
    .addOption(
      new Option('--values <kind>', 'what the values of masks say (default: binary)').choices(
        values.wrapped.options,
      ),
    )
}

/** One dataset for each `--data`. Paths are made absolute: a run goes on from another folder too. */
export function datasetConfigs(
  paths: readonly string[],
  { format, images, masks, values }: DataOptions,
): DatasetConfig[] {
  return paths.map(path => ({
    path: resolve(path),
    minimumArea: 0,
    crowds: 'void',
    values: values ?? 'binary',
    ...(format && { format }),
    ...(images && { images }),
    ...(masks && { masks }),
  }))
}
