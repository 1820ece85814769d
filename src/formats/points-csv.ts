import Papa from 'papaparse'
import type { Point } from '../image/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import type { ObjectRequest, PointsRequest } from './points-request.ts'

type Fail = (problem: string) => never

/**
 * Reads a row for every object; rows of one image need not follow each other. The first line names the columns: image,
 * then x1, y1, x2, y2 and so on, or points ("10,40 50,4 95,38 52,120"), and perhaps class and id; others are ignored.
 *
 * @param prefix  what messages begin with
 * @throws AnnotationFileError that names line and column
 */
export function readPointsCsv(text: string, prefix: string): PointsRequest[] {
  const objects = new Map<string, ObjectRequest[]>()
  let columns: string[] | undefined
  let line = 1
  let offset = 0
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step({ data, errors, meta }) {
      const fail: Fail = problem => {
        throw new AnnotationFileError(`${prefix}: line ${line}: ${problem}`)
      }
      if (errors.length > 0) fail(errors[0]!.message)
      const cells = data.map(cell => cell.trim())
      if (cells.some(cell => cell !== '')) {
        if (columns === undefined) columns = readHeader(cells, fail)
        else {
          if (cells.length !== columns.length)
            fail(`${cells.length} cells, expected ${columns.length} as in the first line`)
          const row = new Map(columns.map((column, i) => [column, cells[i]!]))
          const image = row.get('image') || fail('column image is empty')
          const object = readObject(row, fail)
          const others = objects.get(image)
          if (others) others.push(object)
          else objects.set(image, [object])
        }
      }
      // A row in quotes may go over several lines.
      for (; offset < meta.cursor; offset++) if (text.charCodeAt(offset) === 0x0a) line++
    },
  })
  return [...objects].map(([image, wanted]) => ({ image, objects: wanted }))
}

/** Writes a row for every object, with the columns image, points, class and id. */
export function writePointsCsv(requests: readonly PointsRequest[]): string {
  const rows = requests.flatMap(({ image, objects }) =>
    objects.map(({ points, id, class: name }) => {
      if (points === undefined)
        throw new RangeError(
          `points: an object of "${image}" has only a box, for which CSV has no place; write JSON`,
        )
      return [image, points.map(({ x, y }) => `${x},${y}`).join(' '), name ?? '', id ?? '']
    }),
  )
  return `${Papa.unparse([['image', 'points', 'class', 'id'], ...rows], { newline: '\n' })}\n`
}

function delimiterOf(text: string): string {
  const first = text.slice(0, text.indexOf('\n') + 1 || text.length)
  return ['\t', ';'].find(delimiter => first.includes(delimiter)) ?? ','
}

function readHeader(cells: string[], fail: Fail): string[] {
  const columns = cells.map(cell => cell.toLowerCase())
  const twice = columns.find((column, i) => columns.indexOf(column) < i)
  if (twice !== undefined) fail(`two columns are named "${twice}"`)
  const corners = ['x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4']
  const missing = ['image', ...(columns.includes('points') ? [] : corners)].filter(
    name => !columns.includes(name),
  )
  if (missing.length > 0)
    fail(
      `no column ${missing.join(', ')}; expected image and points, or image, ${corners.join(', ')} (class and id if wanted)`,
    )
  return columns
}

function readObject(row: ReadonlyMap<string, string>, fail: Fail): ObjectRequest {
  const id = row.get('id') ?? ''
  if (!/^-?\d*$/.test(id)) fail(`column id is "${id.slice(0, 60)}", expected a whole number`)
  const name = row.get('class')
  const points = row.has('points') ? pointsFromText(row.get('points')!, fail) : pointsFromColumns(row, fail)
  if (points.length < 4) fail(`${points.length} points, expected 4 or more`)
  return { points, ...(id && { id: Number(id) }), ...(name && { class: name }) }
}

function pointsFromText(text: string, fail: Fail): Point[] {
  return text.split(/\s+/).map(pair => {
    const numbers = pair.split(',')
    if (numbers.length !== 2)
      fail(`column points has "${pair.slice(0, 60)}", expected pairs such as 10,40 with spaces between them`)
    return { x: toNumber(numbers[0]!, 'points', fail), y: toNumber(numbers[1]!, 'points', fail) }
  })
}

/** Pairs x1, y1 and so on, up to the first that is empty. */
function pointsFromColumns(row: ReadonlyMap<string, string>, fail: Fail): Point[] {
  const points: Point[] = []
  for (let k = 1; row.get(`x${k}`) || row.get(`y${k}`); k++)
    points.push({
      x: toNumber(row.get(`x${k}`) ?? '', `x${k}`, fail),
      y: toNumber(row.get(`y${k}`) ?? '', `y${k}`, fail),
    })
  return points
}

function toNumber(text: string, column: string, fail: Fail): number {
  // Number alone takes an empty cell for 0.
  const value = /\d/.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) fail(`column ${column} is "${text.slice(0, 60)}", expected a number`)
  return value
}
