import type { ImageEntry } from '../../server/browser.ts'
import type { Filter, State } from './types.ts'

/** Objects with more doubt are worth a look: for one in five pixels of the union the network is of two minds. */
export const doubtful = 0.2

const passes: Record<Filter, (entry: ImageEntry) => boolean> = {
  all: () => true,
  todo: entry => entry.state === 'todo',
  done: entry => entry.state === 'done',
  flagged: entry => entry.state === 'flagged',
  doubtful: entry => (entry.worstDoubt ?? 0) >= doubtful,
}

let last: { state: Pick<State, 'images' | 'filter' | 'search'>; shown: readonly ImageEntry[] } | undefined

/** The photos that filter and search let through, in order; the same array as long as nothing changed. */
export function shownPhotos({ images, filter, search }: State): readonly ImageEntry[] {
  if (last && last.state.images === images && last.state.filter === filter && last.state.search === search)
    return last.shown
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = images.filter(entry => {
    const path = entry.path.toLowerCase()
    return passes[filter](entry) && words.every(word => path.includes(word))
  })
  last = { state: { images, filter, search }, shown }
  return shown
}

/** How many photos each filter lets through. */
export function photoCounts(images: readonly ImageEntry[]): Record<Filter, number> {
  const counts = { all: 0, todo: 0, done: 0, flagged: 0, doubtful: 0 }
  for (const entry of images)
    for (const filter of Object.keys(counts) as Filter[]) if (passes[filter](entry)) counts[filter]++
  return counts
}

/** The photo some steps after the one on the stage, or before it, among those shown; undefined past the ends. */
export function neighbour(state: State, steps: number): ImageEntry | undefined {
  const { images, image } = state
  const shown = new Set(shownPhotos(state))
  const direction = Math.sign(steps)
  let left = Math.abs(steps)
  for (let i = images.findIndex(entry => entry.id === image?.id) + direction; i in images; i += direction)
    if (shown.has(images[i]!) && --left === 0) return images[i]
  return undefined
}

/** The next photo to do after the one on the stage, and from the beginning when there is none. */
export function nextToDo({ images, image }: State): ImageEntry | undefined {
  const here = images.findIndex(entry => entry.id === image?.id)
  const toDo = (entry: ImageEntry) => entry.state === 'todo' && !entry.missing
  return images.slice(here + 1).find(toDo) ?? images.slice(0, Math.max(0, here)).find(toDo)
}

/** The photo with the most doubtful object that nobody has reviewed, other than the one on the stage. */
export function mostDoubtful({ images, image }: State): ImageEntry | undefined {
  let worst: ImageEntry | undefined
  for (const entry of images)
    if (
      entry.id !== image?.id &&
      entry.worstDoubt !== null &&
      !(worst && worst.worstDoubt! >= entry.worstDoubt)
    )
      worst = entry
  return worst
}

/** The list with the line of the photo on the stage as its objects are; the same list when nothing differs. */
export function withCurrent({ images, image, objects }: State): State['images'] {
  const place = images.findIndex(entry => entry.id === image?.id)
  const before = images[place]
  if (!image || !before) return images
  const all = Object.values(objects)
  const doubts = all.flatMap(({ review, doubt }) =>
    review === 'unreviewed' && doubt !== null ? [doubt] : [],
  )
  const now: ImageEntry = {
    ...before,
    state: image.state,
    hasNote: image.note !== '',
    objects: all.length,
    worstDoubt: doubts.length > 0 ? Math.max(...doubts) : null,
  }
  const same = (Object.keys(now) as (keyof ImageEntry)[]).every(key => now[key] === before[key])
  return same ? images : images.with(place, now)
}
