import type {
  Change,
  ClassRecord,
  Document,
  Id,
  ImageRecord,
  Needs,
  ObjectRecord,
} from '../document/index.ts'
import { Mask } from '../mask/index.ts'
import type { Query } from './database.ts'
import type { FileStamp } from './match-images.ts'

/** Columns that are the record's own fields; of a mask only the run lengths are kept, its size is the image's. */
const objectColumns = `id text, image text, class text, mask text, prompt jsonb, edited boolean, box jsonb,
  model text, threshold double precision, doubt double precision, score double precision, review text, note text,
  locked boolean, hidden boolean, z double precision, detail double precision`
const imageColumns = `id text, path text, hash text, width integer, height integer, state text, note text,
  missing boolean`
const extentColumns = 'area double precision, bbox jsonb'
const fileColumns = `${imageColumns}, bytes double precision, modified double precision`
const classColumns = `id text, name text, color jsonb, "order" double precision`

const names = (columns: string) => columns.split(',').map(column => column.trim().split(' ')[0]!)

/** The records of objects, with the images that they lie on. */
export const selectObjects = `SELECT ${names(objectColumns)
  .map(name => `o.${name}`)
  .join(', ')}, i.width, i.height FROM objects o JOIN images i ON i.id = o.image`

export const selectImages = `SELECT ${names(imageColumns).join(', ')} FROM images`

export const selectFiles = `SELECT ${names(fileColumns).join(', ')} FROM images`

export type ObjectRow = Omit<ObjectRecord, 'mask'> & { mask: string | null; width: number; height: number }

export function objectOf({ width, height, mask, ...fields }: ObjectRow): ObjectRecord {
  return { ...fields, mask: mask === null ? null : { size: [height, width], counts: mask } }
}

async function loadClasses(query: Query): Promise<ClassRecord[]> {
  return query(`SELECT ${names(classColumns).join(', ')} FROM classes ORDER BY "order", id`)
}

/** As much of the document as a command needs. */
export async function loadNeeded(
  query: Query,
  { images, objects, objectsOfClasses }: Needs,
): Promise<Document> {
  const rows =
    objects.length + objectsOfClasses.length === 0
      ? []
      : await query<ObjectRow>(`${selectObjects} WHERE o.id = ANY($1) OR o.class = ANY($2)`, [
          objects,
          objectsOfClasses,
        ])
  const ids = [...new Set([...images, ...rows.map(({ image }) => image)])]
  return {
    images: byId(
      ids.length === 0 ? [] : await query<ImageRecord>(`${selectImages} WHERE id = ANY($1)`, [ids]),
    ),
    objects: byId(rows.map(objectOf)),
    classes: byId(await loadClasses(query)),
  }
}

const byId = <R extends { readonly id: Id }>(rows: readonly R[]): Record<Id, R> =>
  Object.fromEntries(rows.map(row => [row.id, row]))

/** Brings the tables to where a change leaves the document. */
export async function writeChange(query: Query, change: Change): Promise<void> {
  await writeClasses(query, change.classes)
  await writeImages(query, change.images)
  await writeObjects(query, change.objects)
  if (change.removedObjects.length > 0)
    await query('DELETE FROM objects WHERE id = ANY($1)', [change.removedObjects])
  if (change.removedClasses.length > 0)
    await query('DELETE FROM classes WHERE id = ANY($1)', [change.removedClasses])
}

const writeClasses = (query: Query, classes: readonly ClassRecord[]) =>
  put(query, 'classes', classColumns, classes)

const writeImages = (query: Query, images: readonly ImageRecord[]) =>
  put(query, 'images', imageColumns, images)

/** With what is known of their files. */
export const writeFiles = (query: Query, images: readonly (ImageRecord & FileStamp)[]) =>
  put(query, 'images', fileColumns, images)

/** @throws RangeError when the run lengths of a mask are damaged */
const writeObjects = (query: Query, objects: readonly ObjectRecord[]) =>
  put(query, 'objects', `${objectColumns}, ${extentColumns}`, objects.map(rowOf))

const rowOf = (object: ObjectRecord) => ({
  ...object,
  mask: object.mask?.counts ?? null,
  ...extentOf(object),
})

/** What COCO files say of an object beside its mask. */
function extentOf({ mask, box }: ObjectRecord): Extent {
  if (mask === null)
    return box
      ? { area: box.width * box.height, bbox: [box.x, box.y, box.width, box.height] }
      : { area: 0, bbox: null }
  const { area, box: around } = Mask.fromRle(mask)
  return {
    area,
    bbox: around ? [around.x0, around.y0, around.x1 - around.x0 + 1, around.y1 - around.y0 + 1] : null,
  }
}

/** Pixels inside, and x, y, width and height of the rectangle around them. */
type Extent = { readonly area: number; readonly bbox: readonly number[] | null }

/** A row with the number by which COCO files know it. */
export type Numbered<R> = R & { readonly number: number }

/** An object with all that a line of a COCO file needs: its numbers are those of its image and its class. */
export type ObjectForCoco = Numbered<ObjectRecord> &
  Extent & { readonly imageNumber: number; readonly classNumber: number | null }

export const numberedImages = (query: Query, ids: readonly Id[]) =>
  query<Numbered<ImageRecord>>(
    `SELECT number, ${names(imageColumns).join(', ')} FROM images WHERE id = ANY($1)`,
    [ids],
  )

export const numberedClasses = (query: Query) =>
  query<Numbered<ClassRecord>>(
    `SELECT number, ${names(classColumns).join(', ')} FROM classes ORDER BY "order", id`,
  )

/** The objects of some images, those of one image together. */
export async function objectsForCoco(query: Query, images: readonly Id[]): Promise<ObjectForCoco[]> {
  const rows = await query<ObjectRow & Omit<ObjectForCoco, keyof ObjectRecord>>(
    `SELECT ${names(objectColumns)
      .map(name => `o.${name}`)
      .join(
        ', ',
      )}, o.number, o.area, o.bbox, i.width, i.height, i.number AS "imageNumber", c.number AS "classNumber"
     FROM objects o JOIN images i ON i.id = o.image LEFT JOIN classes c ON c.id = o.class
     WHERE o.image = ANY($1) ORDER BY i.number, o.number`,
    [images],
  )
  return rows.map(({ number, area, bbox, imageNumber, classNumber, ...object }) => ({
    ...objectOf(object),
    number,
    area,
    bbox,
    imageNumber,
    classNumber,
  }))
}

/** Puts rows of a snapshot into empty tables; later rows get later numbers. */
export async function writeNumbered(
  query: Query,
  images: readonly Numbered<ImageRecord>[],
  classes: readonly Numbered<ClassRecord>[],
  objects: readonly Numbered<ObjectRecord>[],
): Promise<void> {
  await put(query, 'classes', `${classColumns}, number integer`, classes)
  await put(query, 'images', `${imageColumns}, number integer`, images)
  for (let i = 0; i < objects.length; i += 1000)
    await put(
      query,
      'objects',
      `${objectColumns}, ${extentColumns}, number integer`,
      objects.slice(i, i + 1000).map(rowOf),
    )
  for (const table of ['classes', 'images', 'objects'])
    await query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM ${table}), false)`,
    )
}

/** Rows at once, new ones and such as are there already: as one JSON value, which carries every number exactly. */
async function put(query: Query, table: string, columns: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const all = names(columns)
  await query(
    `INSERT INTO ${table} (${all.join(', ')})
     SELECT ${all.join(', ')} FROM json_to_recordset($1::json) AS rows (${columns})
     ON CONFLICT (id) DO UPDATE SET ${all
       .slice(1)
       .map(name => `${name} = excluded.${name}`)
       .join(', ')}`,
    [JSON.stringify(rows)],
  )
}
