import type { Size } from '../image/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { JsonSource, textOf } from './json-source.ts'

/** A file that can be read: of a folder, an upload, an archive. */
export type SourceFile = {
  /** In the folder that is read, with slashes between folders. */
  readonly path: string
  /** The bytes, or the text. */
  read(): SourceContent | Promise<SourceContent>
}

type SourceContent = Uint8Array | string

/** Gives the size of a photo, upright, or undefined when it is not known. */
export type SizeOf = (photo: string) => Promise<Size | undefined> | Size | undefined

/** What a reader works on: files by path, read when they are asked for; photos are never read, only measured. */
export class FileSet {
  readonly paths: readonly string[]
  readonly #files: ReadonlyMap<string, SourceFile>
  readonly #sizeOf: SizeOf
  #last: { readonly path: string; readonly json: JsonSource } | undefined

  constructor(files: readonly SourceFile[], sizeOf: SizeOf = () => undefined) {
    this.paths = files.map(({ path }) => path).sort()
    this.#files = new Map(files.map(file => [file.path, file]))
    this.#sizeOf = sizeOf
  }

  /** The paths that a pattern finds, in order. */
  matching(pattern: RegExp): string[] {
    return this.paths.filter(path => pattern.test(path))
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }

  /** @throws AnnotationFileError when there is no such file */
  async bytes(path: string): Promise<Uint8Array> {
    const content = await this.#read(path)
    return typeof content === 'string' ? new TextEncoder().encode(content) : content
  }

  /** @throws AnnotationFileError when there is no such file, or it is no text */
  async text(path: string): Promise<string> {
    return textOf(await this.#read(path), path)
  }

  /**
   * The last one is kept, for a file is looked at by several formats before one reads it.
   *
   * @param prefix  what complaints about the file begin with, by default its path
   * @throws AnnotationFileError when it is no JSON
   */
  async json(path: string): Promise<JsonSource> {
    if (this.#last?.path !== path) this.#last = { path, json: new JsonSource(await this.text(path), path) }
    return this.#last.json
  }

  /** The value of a JSON file, or undefined when it is none. */
  async peek(path: string): Promise<unknown> {
    try {
      return (await this.json(path)).value
    } catch (error) {
      if (error instanceof AnnotationFileError) return undefined
      throw error
    }
  }

  /** The first characters of a file, for a look; of one that is no text whatever they are. */
  async head(path: string): Promise<string> {
    const content = await this.#read(path)
    return typeof content === 'string'
      ? content.slice(0, 2000)
      : new TextDecoder().decode(content.subarray(0, 2000))
  }

  async size(photo: string): Promise<Size | undefined> {
    return this.#sizeOf(photo)
  }

  async #read(path: string): Promise<SourceContent> {
    const file = this.#files.get(path)
    if (file === undefined) throw new AnnotationFileError(`${path}: there is no such file among those given`)
    return file.read()
  }
}
