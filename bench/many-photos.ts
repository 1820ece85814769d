import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { renderScene } from '../scenes/index.ts'

/** JPEGs of one scene that differ in their last bytes, in folders of 500; kept in a temporary folder. */
export async function manyPhotos(count: number): Promise<string> {
  const folder = join(tmpdir(), 'dextr-bench', `photos-${count}`)
  if (existsSync(join(folder, 'made'))) return folder
  const { image } = renderScene({ seed: 2, width: 1200, height: 900, objects: 6 })
  const { width, height, data } = image
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer()
  for (let i = 0; i < count; i++) {
    const inside = join(folder, `folder ${Math.floor(i / 500)}`)
    if (i % 500 === 0) await mkdir(inside, { recursive: true })
    await writeFile(join(inside, `img${i}.jpg`), Buffer.concat([jpeg, Buffer.from(String(i))]))
  }
  await writeFile(join(folder, 'made'), '')
  return folder
}
