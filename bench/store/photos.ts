import type { Store } from '../../src/store/index.ts'

/** What a look through a folder of four small photos finds. */
export function findPhotos(store: Store) {
  return store.syncImages(
    ['a', 'b', 'c', 'deep/d'].map(name => ({
      path: `${name}.jpg`,
      hash: `hash of ${name}`,
      width: 6,
      height: 4,
      bytes: 1000,
      modified: 0,
    })),
  )
}
