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
export { FolderLockedError } from './folder-lock.ts'
export { openStore, type StoreOptions } from './open-store.ts'
export type { Store } from './store.ts'
