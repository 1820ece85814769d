/** A dataset that cannot be used; the message names the file, what is wrong with it and how to mend it. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError'
}
