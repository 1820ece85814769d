import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { countsOf, readAnnotations } from './exchange.ts'
import { formats } from './list.ts'
import { maskOf, type ObjectRecord } from './record.ts'

const fixtures = new URL('../../test/fixtures/formats/', import.meta.url)

/** Files as the tools themselves write them, a folder for each format, and what is in them beside it. */
for (const { name } of formats)
  it(`${name} reads ${name}/, by its looks: see ${name}.txt`, async () => {
    const folder = new URL(`${name}/`, fixtures)
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => `${entry.parentPath}/${entry.name}`.replaceAll('//', '/').slice(folder.pathname.length))
    const files = paths.map(path => ({ path, read: () => readFileSync(new URL(path, folder)) }))
    const sizes: Record<string, { width: number; height: number }> = {
      'images/train/street.jpg': { width: 12, height: 9 },
      'images/val/yard.png': { width: 3, height: 2 },
    }
    const read = await readAnnotations(files, { sizeOf: photo => sizes[photo] })
    expect(read.format).toBe(name)
    const expected = new URL(`${name}.txt`, fixtures)
    if (process.env.UPDATE) writeFileSync(expected, described(read))
    expect(described(read)).toBe(readFileSync(expected, 'utf8'))
  })

it('docs/formats.md says of every format what it carries', () => {
  const text = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8')
  for (const { name, carries } of formats) {
    const row = text
      .split('\n')
      .find(line => line.startsWith(`| \`${name}\` | `) && line.split('|').length === 11)!
    const { holes, parts, boxes, scores, undecided, classless, overlaps } = carries
    const said = row
      .split('|')
      .slice(3, 10)
      .map(cell => cell.trim().startsWith('yes'))
    expect(said, name).toEqual([holes, parts, boxes, scores, undecided, classless, overlaps])
    expect(text).toContain(`\n**${name}** — `)
  }
})

type Read = Awaited<ReturnType<typeof readAnnotations>>

/** All of it as text for people: photos, and the pixels of their objects. */
function described(read: Read): string {
  const { photos, objects, boxes, classes } = countsOf(read)
  const nameOf = new Map(read.categories.map(({ id, name }) => [id, name]))
  const lines = [
    `${photos} photos, ${objects} objects (${boxes} boxes), ${classes} classes: ${[...nameOf.values()].join(', ')}`,
    ...read.notes,
  ]
  for (const image of read.images) {
    lines.push('', `${image.file} ${image.width}×${image.height} ${image.split ?? ''}`.trim())
    for (const object of read.objects.filter(({ image: id }) => id === image.id)) {
      lines.push(headOf(object, nameOf))
      const mask = maskOf(object, image)
      if (mask) lines.push(...rows(mask.toBitmap()))
    }
  }
  return `${lines.join('\n')}\n`
}

function headOf({ category, crowd, score, shape, box }: ObjectRecord, nameOf: ReadonlyMap<number, string>) {
  const name = category === undefined ? 'no class' : nameOf.get(category)
  const place =
    shape.type === 'box' && box
      ? ` ${[box.x, box.y, box.width, box.height].map(value => Number(value.toFixed(3))).join()}`
      : ''
  return `${name}: ${shape.type}${place}${crowd ? ', crowd' : ''}${score === undefined ? '' : `, score ${score}`}`
}

function rows({ width, height, data }: { width: number; height: number; data: Uint8Array }): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), value => (value ? '#' : '.')).join(''),
  )
}
