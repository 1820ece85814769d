import type { WriteStream } from 'node:tty'
import pc from 'picocolors'
import { printable } from './errors.ts'

/** How often a moving line is drawn, and how often its text is written where no line can move, in milliseconds. */
const frame = 100
const interval = 10_000

const clearLine = '\r\x1b[K'

/**
 * Messages to people, on standard error: what a command has to say, and how far it is. On a terminal progress is one
 * line that moves; in a log it is a line every ten seconds.
 */
class Terminal {
  /** Whether to say nothing but warnings and errors. */
  quiet = false
  readonly #stream: WriteStream = process.stderr
  #drawn = ''
  #last = performance.now()

  /** Whether lines can be overwritten. */
  get #moves(): boolean {
    return this.#stream.isTTY && process.env.TERM !== 'dumb' && !process.env.CI
  }

  get colours(): ReturnType<typeof pc.createColors> {
    const { NO_COLOR, FORCE_COLOR } = process.env
    const without = Boolean(NO_COLOR) || process.argv.includes('--no-color')
    return pc.createColors(!without && (Boolean(FORCE_COLOR) || this.#moves))
  }

  note(text: string): void {
    if (!this.quiet) this.#write(printable(text))
  }

  warn(text: string): void {
    this.#write(`${this.colours.yellow('warning:')} ${printable(text)}`)
  }

  error(text: string): void {
    this.#write(`${this.colours.red('dextr:')} ${printable(text)}`)
  }

  /**
   * How far the work is.
   *
   * @param share  of the work that is done, 0 to 1
   * @param text   made only when it is shown
   */
  progress(share: number, text: () => string): void {
    const now = performance.now()
    if (this.quiet || now - this.#last < (this.#moves ? frame : interval)) return
    this.#last = now
    const line = printable(text())
    if (this.#moves) this.#draw(`${bar(share)} ${line}`.slice(0, this.#stream.columns - 1))
    else this.#write(line)
  }

  /** Takes the moving line away. */
  clear(): void {
    if (this.#drawn) this.#stream.write(clearLine)
    this.#drawn = ''
  }

  #draw(line: string): void {
    this.#stream.write(`${clearLine}${line}`)
    this.#drawn = line
  }

  /** A line of its own, above the moving one. */
  #write(line: string): void {
    const moving = this.#drawn
    this.clear()
    this.#stream.write(`${line}\n`)
    if (moving) this.#draw(moving)
  }
}

export const terminal = new Terminal()

function bar(share: number): string {
  const width = 24
  const full = Math.round(width * share)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

/** A time span as people say it: 8 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
