import { vocPalette } from '../image/index.ts'
import type { FileSet } from './file-set.ts'
import { vocClasses } from './voc.ts'

// What the numbers in pictures of classes mean: labelmap.txt as CVAT and Datumaro write it beside their pictures, a line
// "name:red,green,blue:parts:actions" for each number from 0, which is background; or classes.txt, a name a line from 1.

/** The list of classes, in the colours in which the pictures are shown. */
export function writeLabelMap(names: readonly string[]): string {
  const colours = vocPalette()
  const lines = ['background', ...names].map((name, k) => `${name}:${(colours[k] ?? [0, 0, 0]).join()}::\n`)
  return `# label:color_rgb:parts:actions\n${lines.join('')}`
}

/** The names of the classes from number 1 on; undefined when no list is there. */
export async function readClassList(files: FileSet): Promise<string[] | undefined> {
  const [map] = files.matching(/(^|\/)labelmap\.txt$/i)
  if (map !== undefined) return parseLabelMap(await files.text(map))
  const [list] = files.matching(/(^|\/)classes\.txt$/i)
  if (list === undefined) return undefined
  return (await files.text(list))
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
}

/** The names in a labelmap.txt, without background. */
export function parseLabelMap(text: string): string[] {
  const names = text
    .split(/\r?\n/)
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    // A name may have colons; what follows it has three.
    .map(line => /^(.*):[\d, ]*:[^:]*:[^:]*$/.exec(line)?.[1] ?? line.trim())
  return names[0] === 'background' ? names.slice(1) : names
}

/** Classes as VOC's own pictures number them: its twenty while all are among them, else the given ones in their order. */
export function vocOrder(names: readonly string[]): readonly string[] {
  return names.every(name => (vocClasses as readonly string[]).includes(name)) ? vocClasses : names
}
