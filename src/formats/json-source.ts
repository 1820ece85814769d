import * as v from 'valibot'
import { AnnotationFileError } from './annotation-file-error.ts'
import { findInJson, lineAndColumn, type Step } from './json-place.ts'

/**
 * The JSON of one file, or of one line of it, and the way to complain about it: every message begins with the
 * reader's name and ends with the line and column of what it is about.
 */
export class JsonSource {
  readonly value: unknown
  readonly #text: string
  readonly #prefix: string
  readonly #firstLine: number

  /**
   * @param prefix     what messages begin with, such as "coco: instances.json"
   * @param firstLine  the number of the text's first line in its file
   * @throws AnnotationFileError when the text is no JSON, or packs far more into its length than annotations do
   */
  constructor(text: string, prefix: string, firstLine = 1) {
    this.#text = text
    this.#prefix = prefix
    this.#firstLine = firstLine
    if (isBomb(text))
      throw new AnnotationFileError(
        `${prefix}: nothing but brackets; reading it would take many times the memory that it takes itself`,
      )
    try {
      this.value = JSON.parse(text)
    } catch {
      const broken = findInJson(text) ?? { offset: text.length }
      throw new AnnotationFileError(`${prefix}: no JSON: ${broken.error}${this.#at(broken.offset)}`)
    }
  }

  /** @throws AnnotationFileError about the value at the path */
  fail(path: readonly Step[], problem: string): never {
    // What is missing has no place; what should have it does.
    let place = findInJson(this.#text, path)
    for (let known = path.length; place === undefined; known--)
      place = findInJson(this.#text, path.slice(0, known))
    throw new AnnotationFileError(`${this.#prefix}: ${problem}${this.#at(place.offset)}`)
  }

  /**
   * The value as the schema has it.
   *
   * @param path  where the value stands in the whole text
   * @throws AnnotationFileError that names the first value that does not fit, and what would
   */
  check<T extends v.GenericSchema>(schema: T, value: unknown, path: readonly Step[]): v.InferOutput<T> {
    const result = v.safeParse(schema, value, { abortEarly: true })
    if (result.success) return result.output
    const issue = result.issues[0]
    const inside = [...path, ...(issue.path ?? []).map(({ key }) => key as Step)]
    const expected = issue.expected ?? issue.message
    const problem =
      issue.received === 'undefined' ? `is missing` : `is ${short(issue.input)}, expected ${expected}`
    return this.fail(inside, `${written(inside)} ${problem}`)
  }

  #at(offset: number): string {
    const { line, column } = lineAndColumn(this.#text, offset)
    return ` (line ${line + this.#firstLine - 1}, column ${column})`
  }
}

/** A path as it is written in code: annotations[3].bbox. */
export function written(path: readonly Step[]): string {
  const text = path
    .map(step =>
      typeof step === 'number' ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join('')
  return text.replace(/^\./, '') || 'the file'
}

/** A value as a message shows it: text in quotes, and not more than a line. */
export function short(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = String(JSON.stringify(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/**
 * The text of a file, without the mark that some editors put at its start.
 *
 * @throws AnnotationFileError when the bytes are not UTF-8, or more than a string can hold
 */
export function textOf(input: string | Uint8Array, prefix: string): string {
  if (typeof input === 'string') return input.replace(/^\ufeff/, '')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input)
  } catch {
    const reason =
      input.length > 2 ** 29 ? `${input.length} bytes are too many for one text` : 'no UTF-8 text'
    throw new AnnotationFileError(`${prefix}: ${reason}`)
  }
}

// An empty object takes 64 bytes in memory and 3 in a file; annotations have a bracket for every ten bytes and more.
const suspicious = 3_000_000

function isBomb(text: string): boolean {
  if (text.length < suspicious) return false
  let brackets = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5b || code === 0x7b) brackets++
  }
  return brackets * 7 > text.length
}
