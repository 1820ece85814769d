/** A file of annotations that cannot be read as what it claims to be; the message says where and why. */
export class AnnotationFileError extends Error {
  override readonly name = 'AnnotationFileError'
}
