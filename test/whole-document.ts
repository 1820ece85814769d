import type { Document, Id } from '../src/document/index.ts'
import type { Store } from '../src/store/index.ts'

/** All that a store has, as one document. */
export async function wholeDocument(store: Store): Promise<Document> {
  const images = await Promise.all((await store.images()).map(({ id }) => store.image(id)))
  return {
    images: byId(images.map(({ image }) => image)),
    objects: byId(images.flatMap(({ objects }) => objects)),
    classes: byId((await store.classes()).map(({ objects: _, ...record }) => record)),
  }
}

const byId = <R extends { readonly id: Id }>(rows: readonly R[]): Record<Id, R> =>
  Object.fromEntries(rows.map(row => [row.id, row]))
