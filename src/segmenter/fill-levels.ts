import type { Frame, Preset } from '../guidance/index.ts'
import type { Pyramid } from '../image/index.ts'

/** Rows of a level that are made in one go: a few milliseconds for the largest photos. */
const band = 128

/** For how long the thread is kept from other work, in milliseconds. */
const patience = 8

/**
 * Makes the pyramid levels that a crop needs, giving way to timers and clicks in between: a crop that shows much of a
 * photo of 200 megapixels would stop them for most of a second when it is the first.
 *
 * @throws the signal's reason when it is aborted
 */
export async function fillLevels(
  photo: Pyramid,
  { box, size }: Frame,
  { sampling }: Preset,
  signal: AbortSignal,
): Promise<void> {
  if (sampling === 'released') return // crops from the photo itself
  const scale = Math.min(box.x1 - box.x0 + 1, box.y1 - box.y0 + 1) / size
  const needed = Math.min(Math.floor(Math.log2(scale)), photo.levels - 1)
  let start = performance.now()
  for (let n = 1; n <= needed; n++) {
    const shrunk = (x: number) => Math.floor(x / 2 ** n)
    const [x0, x1, end] = [shrunk(box.x0) - 1, shrunk(box.x1) + 1, shrunk(Math.min(box.y1, photo.height)) + 1]
    for (let y = Math.max(0, shrunk(box.y0) - 1); y <= end; y += band) {
      photo.level(n, { x0, x1, y0: y, y1: Math.min(y + band, end) })
      if (performance.now() - start < patience) continue
      await new Promise(resolve => setTimeout(resolve))
      signal.throwIfAborted()
      start = performance.now()
    }
  }
}
