export type {
  Applied,
  ClassListing,
  EditOptions,
  Entry,
  FoundImage,
  ImageListing,
  StoreEvent,
  Synced,
} from './answers.ts'
export { dataFolder, projectFolder } from './data-folder.ts'
export { FolderLockedError, type Holder } from './folder-lock.ts'
export { NewerStoreError } from './migrate.ts'
export { openMemoryStore, openStore, type StoreOptions } from './open-store.ts'
export type { Store } from './store.ts'
export { VersionConflict } from './version-conflict.ts'
