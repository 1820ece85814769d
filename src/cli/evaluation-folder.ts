import { createHash } from 'node:crypto'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Dataset } from '../datasets/index.ts'
import {
  contactSheet,
  type DatasetFigures,
  markdownTable,
  type ObjectResult,
  overviewTable,
  reportTables,
  resultLine,
  studyPlots,
  summaryLegend,
} from '../evaluation/index.ts'
import type { Dextr } from '../index.ts'
import { readInput, refuseExisting, writeWhole } from './files.ts'

/** The report of an evaluation: report.md for people, report.json for programs, and beside them what they show. */
export class EvaluationFolder {
  readonly #path: string
  /** What the files of each dataset are called. */
  readonly #names: ReadonlyMap<Dataset, string>

  constructor(path: string, datasets: readonly Dataset[]) {
    this.#path = path
    this.#names = new Map(
      datasets.map((dataset, i) => {
        const isTaken = datasets.slice(0, i).some(({ name }) => name === dataset.name)
        return [dataset, isTaken ? `${dataset.name}-${i + 1}` : dataset.name]
      }),
    )
  }

  /** @throws UsageError when there is a report, or a part of one */
  async refuseExisting(): Promise<void> {
    const ofDatasets = [...this.#names.values()].flatMap(name => [resultsFile(name), sheetFile(name)])
    await refuseExisting([reportFile, figuresFile, ...ofDatasets].map(file => join(this.#path, file)))
  }

  /** Writes a line for each object, and the contact sheet. */
  async add(dataset: Dataset, results: readonly ObjectResult[], title: string): Promise<void> {
    const name = this.#names.get(dataset)!
    await this.#write(resultsFile(name), results.map(resultLine).join(''))
    const sheet = await contactSheet(dataset, results, title)
    await this.#write(sheetFile(name), await sharp(Buffer.from(sheet)).jpeg({ quality: 88 }).toBuffer())
  }

  /** Writes figures, plots and the report, when all datasets are done. */
  async finish(
    model: string,
    { description, runtime }: Dextr,
    datasets: readonly DatasetFigures[],
  ): Promise<void> {
    const { name, preset, lineage } = description
    const sha256 = createHash('sha256')
      .update(await readInput(model))
      .digest('hex')
    const { size, channels, threshold } = preset
    const made = { name, sha256, size, channels, threshold, lineage }
    await this.#write(
      figuresFile,
      `${JSON.stringify({ version: 1, model: made, runtime, datasets }, null, 2)}\n`,
    )
    const plots = studyPlots(datasets)
    for (const [plot, svg] of plots) await this.#write(`${plot}.svg`, svg)
    const names = [...this.#names.values()]
    const sections = [
      `# ${name}\n`,
      `${size} × ${size} pixels, ${channels.join(', ')}, threshold ${threshold}; sha256 \`${sha256}\`; ${runtime}.\n`,
      ...(datasets.length > 1 ? [markdownTable(overviewTable(datasets))] : []),
      `${summaryLegend}\n`,
      ...[...plots.keys()].map(plot => `![${plot}](${plot}.svg)\n`),
      ...datasets.flatMap((figures, i) => [
        `## ${figures.name}\n`,
        `Clicks: ${figures.clicks}.\n`,
        ...reportTables(figures).map(markdownTable),
        `![The worst, the median and the best](${encodeURI(sheetFile(names[i]!))})\n`,
      ]),
    ]
    await this.#write(reportFile, sections.join('\n'))
  }

  #write(file: string, content: Uint8Array | string): Promise<void> {
    return writeWhole(join(this.#path, file), content)
  }
}

const reportFile = 'report.md'
const figuresFile = 'report.json'

function resultsFile(name: string): string {
  return `${name}.jsonl`
}

function sheetFile(name: string): string {
  return `${name}.jpg`
}
