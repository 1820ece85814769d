/** Maps a list by something that waits, a few at a time; results are in the order of the list. */
export async function inParallel<A, B>(
  list: readonly A[],
  map: (item: A) => Promise<B>,
  atOnce = 8,
): Promise<B[]> {
  const results = new Array<B>(list.length)
  let next = 0
  const work = async () => {
    while (next < list.length) {
      const i = next++
      results[i] = await map(list[i]!)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
