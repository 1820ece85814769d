import { CommandError, exitCodes } from './errors.ts'
import { terminal } from './terminal.ts'

export class Interrupted extends CommandError {
  constructor(message: string) {
    super(message, exitCodes.interrupted)
  }
}

/**
 * Ctrl-C, or the signal that asks a process to end: the first time the returned signal is aborted, so that the work
 * at hand is finished and saved; the second time the process ends at once.
 *
 * @param doing  what happens after the first time, such as "finishing this step and saving"
 */
export function interruption(doing: string): { readonly signal: AbortSignal; [Symbol.dispose](): void } {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort(new Interrupted('interrupted'))
    terminal.note(`${doing}; once more to stop at once`)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, onSignal)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, onSignal)
    },
  }
}
