import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { renderScene } from '../scenes/index.ts'

export type LargePhoto = {
  readonly path: string
  /** Left, top, right and bottom of its object, which is over half as wide as the photo. */
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** A rendered JPEG of 12 megapixels with one object. Rendering takes a while, so it is kept in a temporary folder. */
export async function largePhoto(): Promise<LargePhoto> {
  const folder = join(tmpdir(), 'dextr-bench')
  const path = join(folder, 'photo.jpg')
  const notes = join(folder, 'points.json')
  if (!existsSync(notes)) {
    const { image, objects } = renderScene({ seed: 1, width: 4000, height: 3000, objects: 1 })
    const { width, height, data } = image
    await mkdir(folder, { recursive: true })
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(path)
    await writeFile(notes, JSON.stringify(objects[0]!.extremePoints.map(({ x, y }) => [x, y])))
  }
  return { path, points: JSON.parse(await readFile(notes, 'utf8')) }
}
