import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { encode } from 'fast-png'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'

/** A new folder with files, by their paths in it; it lives as long as the test. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'dextr dataset '))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

/** A JPEG of one colour. */
export function photo(width: number, height: number): Promise<Uint8Array> {
  const background = { r: 200, g: 100, b: 50 }
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

/** An 8-bit PNG from text, one string a row: digits stand for themselves, v for 255. */
export function numbers(...rows: readonly string[]): Uint8Array {
  const data = Uint8Array.from(rows.join(''), character => (character === 'v' ? 255 : Number(character)))
  return encode({ width: rows[0]!.length, height: rows.length, channels: 1, depth: 8, data })
}

/** A raster of 255 and 0 as text, # for 255. */
export function rows({ width, height, data }: { width: number; height: number; data: Uint8Array }): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), value => (value === 255 ? '#' : '.')).join(''),
  )
}
