import type { Raster } from '../image/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { textOf } from './json-source.ts'

/** A frame of a video in DAVIS: 00012 of "bear". */
export type DavisFrame = { readonly sequence: string; readonly frame: string }

/** Where a frame's photo and its mask lie in a folder of DAVIS. */
export function davisPaths(
  { sequence, frame }: DavisFrame,
  resolution = '480p',
): { image: string; mask: string } {
  return {
    image: `JPEGImages/${resolution}/${sequence}/${frame}.jpg`,
    mask: `Annotations/${resolution}/${sequence}/${frame}.png`,
  }
}

/** The frame that a path of a photo or mask means, or undefined when it is neither. */
export function davisFrame(path: string): DavisFrame | undefined {
  const match = /(?:^|\/)(?:JPEGImages|Annotations)\/[^/]+\/([^/]+)\/([^/]+)\.(?:jpg|png)$/.exec(path)
  return match ? { sequence: match[1]!, frame: match[2]! } : undefined
}

/**
 * Reads a list of ImageSets. DAVIS 2017 has a sequence a line; 2016 has the paths of a photo and its mask.
 *
 * @param file  its name, for messages
 * @returns  sequences, in order and each once, and the frames where the list names them
 * @throws AnnotationFileError when a line is neither
 */
export function readDavisList(
  input: string | Uint8Array,
  file?: string,
): { sequences: string[]; frames?: DavisFrame[] } {
  const prefix = file === undefined ? 'davis' : `davis: ${file}`
  const sequences = new Set<string>()
  const frames: DavisFrame[] = []
  textOf(input, prefix)
    .split(/\r?\n/)
    .forEach((text, i) => {
      const line = text.trim()
      if (line === '') return
      const frame = davisFrame(line.split(/\s+/)[0]!)
      if (frame) frames.push(frame)
      else if (!/^[\w.-]+$/.test(line))
        throw new AnnotationFileError(
          `${prefix}: line ${i + 1} is "${line.slice(0, 60)}", expected a sequence, or the paths of a photo and its mask`,
        )
      sequences.add(frame?.sequence ?? line)
    })
  if (sequences.size === 0) throw new AnnotationFileError(`${prefix}: no sequence in it, expected one a line`)
  return { sequences: [...sequences], ...(frames.length > 0 && { frames }) }
}

/** Writes a list of sequences, as DAVIS 2017 has it. */
export function writeDavisList(sequences: readonly string[]): string {
  return sequences.map(sequence => `${sequence}\n`).join('')
}

/**
 * The mask of DAVIS 2016, whose task is one foreground: whatever is not 0, be it 255 as in its own masks or the
 * numbers of several objects as in those of 2017.
 *
 * @param mask  one channel, or several that are 0 where it is background
 * @returns one channel, 1 inside, 0 outside
 */
export function davisForeground({ width, height, channels, data }: Raster): Raster {
  const inside = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) inside[Math.floor(i / channels)] = 1
  return { width, height, channels: 1, data: inside }
}
