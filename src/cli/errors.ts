/** What the exit codes say; `dextr --help` lists them too. */
export const exitCodes = {
  failure: 1,
  usage: 2,
  someFailed: 3,
  model: 4,
  verification: 5,
  interrupted: 130,
} as const

/** An end of the command that is told in a line, with an exit code of its own. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.failure, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** Arguments that cannot be read, or do not go together. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(message, exitCodes.usage)
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode
  // Told by its name: the class lies in the segmenter, which not every command loads.
  return error instanceof Error && error.name === 'ModelFileError' ? exitCodes.model : exitCodes.failure
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Text that does nothing to a terminal: names of files may hold line breaks and control codes, which are written as
 * escapes. Line breaks before an indented line stay, because lists in messages are made of them.
 */
export function printable(text: string): string {
  return text.replace(/\n(?! {2})|[^\P{Cc}\n]/gu, character => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0')
    return { '\n': '\\n', '\t': '\\t' }[character] ?? `\\u${code}`
  })
}
