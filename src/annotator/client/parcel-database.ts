import { openDB } from 'idb'
import type { Parcel, ParcelStore } from './outbox.ts'

/** Parcels in the browser's IndexedDB, which a crash of the page or of the browser leaves as it is. */
export async function parcelDatabase(): Promise<ParcelStore> {
  const database = await openDB<{
    parcels: { key: number; value: Parcel; indexes: { id: string } }
  }>('dextr', 1, {
    upgrade(database) {
      database.createObjectStore('parcels', { autoIncrement: true }).createIndex('id', 'id', { unique: true })
    },
  })
  return {
    async all(project) {
      return (await database.getAll('parcels')).filter(parcel => parcel.project === project)
    },
    async put(parcel) {
      await database.add('parcels', parcel)
    },
    async remove(id) {
      const key = await database.getKeyFromIndex('parcels', 'id', id)
      if (key !== undefined) await database.delete('parcels', key)
    },
  }
}
