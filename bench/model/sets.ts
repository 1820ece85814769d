import { join } from 'node:path'

/** A dataset that models are measured on, and how `dextr evaluate` is told to read it. */
export type MeasuredSet = {
  readonly name: string
  /** Below the folder of data. */
  readonly path: string
  readonly split?: string
  /** Means over sequences, which this finds in the photos' names. */
  readonly sequences?: string
}

const evaluation = (name: string, more: Partial<MeasuredSet> = {}): MeasuredSet => ({
  name,
  path: join('evaluation', name),
  ...more,
})

/** The evaluation sets, which are looked at once for each candidate. */
export const evaluationSets: readonly MeasuredSet[] = [
  evaluation('grabcut50'),
  evaluation('berkeley100'),
  evaluation('davis2016val', { sequences: '^(.+)_\\d+' }),
  evaluation('voc2012val150'),
  evaluation('coco_mval80'),
  evaluation('hires'),
  evaluation('alphamatting27'),
  evaluation('domains'),
]

/** Held out of training, to develop on. */
export const validationSet: MeasuredSet = { name: 'validation', path: 'train', split: 'validation' }

/**
 * Those that are named, in the order of the list.
 *
 * @param names  with commas between; "all" is the validation split and all evaluation sets
 * @throws RangeError for a name that is none
 */
export function chooseSets(names: string): MeasuredSet[] {
  const all = [validationSet, ...evaluationSets]
  if (names === 'all') return all
  const wanted = names.split(',')
  const unknown = wanted.find(name => !all.some(set => set.name === name))
  if (unknown !== undefined)
    throw new RangeError(
      `sets: "${unknown}" is none, expected ${all.map(set => set.name).join(', ')}, or all`,
    )
  return all.filter(({ name }) => wanted.includes(name))
}
