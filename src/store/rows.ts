import type {
  Change,
  ClassRecord,
  Document,
  Id,
  ImageRecord,
  Needs,
  ObjectRecord,
} from '../document/index.ts'
import type { Query } from './database.ts'
import type { FileStamp } from './match-images.ts'

/** Columns that are the record's own fields; of a mask only the run lengths are kept, its size is the image's. */
const objectColumns = `id text, image text, class text, mask text, prompt jsonb, edited boolean, box jsonb,
  model text, threshold double precision, doubt double precision, score double precision, review text, note text,
  locked boolean, hidden boolean, z double precision, detail double precision`
const imageColumns = `id text, path text, hash text, width integer, height integer, state text, note text,
  missing boolean`
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

export async function loadClasses(query: Query): Promise<ClassRecord[]> {
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

export const writeClasses = (query: Query, classes: readonly ClassRecord[]) =>
  put(query, 'classes', classColumns, classes)

export const writeImages = (query: Query, images: readonly ImageRecord[]) =>
  put(query, 'images', imageColumns, images)

/** With what is known of their files. */
export const writeFiles = (query: Query, images: readonly (ImageRecord & FileStamp)[]) =>
  put(query, 'images', fileColumns, images)

export const writeObjects = (query: Query, objects: readonly ObjectRecord[]) =>
  put(
    query,
    'objects',
    objectColumns,
    objects.map(object => ({ ...object, mask: object.mask?.counts ?? null })),
  )

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
