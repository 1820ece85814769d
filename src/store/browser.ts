// What a page knows of a store: types alone.
export type { Change } from '../document/index.ts'
export type { Applied, ClassListing, Entry, ImageListing } from './answers.ts'
