import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { datasetSchema } from '../datasets/index.ts'
import { type Checkpoint, type Recipe, readCheckpoint, readRecipe } from '../training/index.ts'
import { CommandError, exitCodes } from './errors.ts'
import { exists, readInput, reasonOf, removeParts, writeWhole } from './files.ts'

const part = v.object({ data: v.array(datasetSchema), objects: v.number(), hash: v.string() })

/** All that a run depends on beside its recipe. */
const runSchema = v.object({
  version: v.literal(1),
  train: part,
  validation: v.nullable(part),
  name: v.string(),
  /** What is known of the starting weights. */
  lineage: v.array(v.string()),
  licence: v.string(),
  threads: v.number(),
})

export type Run = v.InferOutput<typeof runSchema>

/** The folder of a training run: what it is made of, how far it is, and what has come out so far. */
export class RunFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get recipeFile(): string {
    return join(this.path, 'recipe.json')
  }

  get runFile(): string {
    return join(this.path, 'run.json')
  }

  get stateFile(): string {
    return join(this.path, 'state.safetensors')
  }

  get modelFile(): string {
    return join(this.path, 'model.onnx')
  }

  get metricsFile(): string {
    return join(this.path, 'metrics.jsonl')
  }

  get plotFile(): string {
    return join(this.path, 'plot.svg')
  }

  get logFile(): string {
    return join(this.path, 'log.txt')
  }

  /** Whether a run has begun here. */
  hasRun(): Promise<boolean> {
    return exists(this.stateFile)
  }

  /** Describes a run, which has begun when its first checkpoint is written. */
  async begin(recipe: Recipe, run: Run): Promise<void> {
    await writeWhole(this.recipeFile, `${JSON.stringify(recipe, null, 2)}\n`)
    await writeWhole(this.runFile, `${JSON.stringify(run, null, 2)}\n`)
  }

  /** The run as it was begun, and its last checkpoint. */
  async read(): Promise<{ recipe: Recipe; run: Run; state: Checkpoint }> {
    const text = async (file: string) => new TextDecoder().decode(await readInput(file))
    return {
      recipe: readRecipe(await text(this.recipeFile), this.recipeFile),
      run: parseRun(await text(this.runFile), this.runFile),
      state: readCheckpoint(await readInput(this.stateFile), this.stateFile),
    }
  }

  /**
   * Takes away what a killed run did after its last checkpoint and left unfinished: the run does it again.
   *
   * @param step  of the checkpoint
   */
  async mend(step: number): Promise<void> {
    if (await exists(this.path)) await removeParts(this.path)
    if (!(await exists(this.metricsFile))) return
    const lines = (await readFile(this.metricsFile, 'utf8')).split(/(?<=\n)/)
    const kept = lines.filter(line => line.endsWith('\n') && stepOf(line) <= step)
    if (kept.length < lines.length) await writeWhole(this.metricsFile, kept.join(''))
  }

  /** Adds a JSON line: of a step, or of a validation. */
  async addMetrics(metrics: { readonly step: number }): Promise<void> {
    await this.#append(this.metricsFile, `${JSON.stringify(metrics)}\n`)
  }

  async log(text: string): Promise<void> {
    await this.#append(this.logFile, `${new Date().toISOString()}  ${text}\n`)
  }

  async #append(file: string, text: string): Promise<void> {
    try {
      await appendFile(file, text)
    } catch (error) {
      throw new CommandError(`${file}: ${reasonOf(error)}`, exitCodes.failure, { cause: error })
    }
  }
}

/** NaN for a line that is no JSON, as a loss of power may leave it. */
function stepOf(line: string): number {
  try {
    return JSON.parse(line).step
  } catch {
    return Number.NaN
  }
}

function parseRun(text: string, file: string): Run {
  const { success, output, issues } = v.safeParse(v.pipe(v.string(), v.parseJson(), runSchema), text)
  if (success) return output
  throw new CommandError(`${file}: ${v.getDotPath(issues[0]) ?? 'the file'}: ${issues[0].message}`)
}
