/** A picture that cannot be read; the message names the file, what is wrong with it and what to do. */
export class ImageFileError extends Error {
  override readonly name = 'ImageFileError'
}
