/**
 * Does work under a signal of its own, which follows the given ones. The promise rejects as soon as one of them is
 * aborted, even where the work itself goes on for a while, and nothing stays attached to a signal that outlives it.
 *
 * @throws the reason of the signal that is aborted first
 */
export function underSignals<T>(
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const given = signals.filter(signal => signal !== undefined)
  const aborted = given.find(signal => signal.aborted)
  if (aborted) return Promise.reject(aborted.reason)
  const own = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const abort = (event: Event) => {
      const { reason } = event.target as AbortSignal
      own.abort(reason)
      reject(reason)
    }
    for (const signal of given) signal.addEventListener('abort', abort)
    work(own.signal)
      .then(resolve, reject)
      .finally(() => {
        for (const signal of given) signal.removeEventListener('abort', abort)
      })
  })
}
