// What a page knows of a store: types alone.
export type { Applied, ClassListing, Entry, ImageListing } from './answers.ts'
