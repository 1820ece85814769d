// What Node and browsers have in common.
export type { Frame } from './guidance/index.ts'
export type { Box, Point, Raster, Size } from './image/index.ts'
export { Mask, type Outline, type Part, type Ring } from './mask/index.ts'
export {
  type Description,
  type FileSource,
  type InteractiveObject,
  type LoadOptions,
  ModelFileError,
  ObjectMask,
  Photo,
  type PhotoSource,
  type Pixels,
  type PointLike,
  type Prompt,
  type SegmentOptions,
} from './segmenter/index.ts'
