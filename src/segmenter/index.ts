export { outlineBand } from './band.ts'
export { download, type FileSource, readSource } from './file-source.ts'
export { type LoadOptions, load } from './load.ts'
export {
  type Description,
  type FloatModel,
  ModelFileError,
  modelInput,
  modelNetwork,
  modelOutput,
  readDescription,
  writeDescribedGraph,
  writeModelFile,
} from './model-file.ts'
export { ObjectMask } from './object-mask.ts'
export { type InteractiveObject, Photo, type SegmentOptions } from './photo.ts'
export type { Pixels } from './pixels.ts'
export type { Platform } from './platform.ts'
export type { PointLike, Prompt } from './prompt.ts'
export { type Refiner, refine } from './refine.ts'
export { type PhotoSource, Segmenter } from './segmenter.ts'
