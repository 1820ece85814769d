/**
 * Does work on many things, a few at a time, and gives the results in the order of the things. Nothing more is begun
 * once the signal is aborted; what has begun is still given.
 *
 * @param work  must not reject
 */
export async function* inOrder<A, B>(
  things: Iterable<A>,
  atOnce: number,
  work: (thing: A) => Promise<B>,
  signal: AbortSignal,
): AsyncGenerator<B> {
  const running: Promise<B>[] = []
  for (const thing of things) {
    if (running.length === atOnce) yield await running.shift()!
    if (signal.aborted) break
    running.push(work(thing))
  }
  for (const result of running) yield await result
}
