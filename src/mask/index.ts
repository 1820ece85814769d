export type { Bitmap, MaybePlaced, PlacedBitmap } from './bitmap.ts'
export { boundaryDistance, boundaryDistances, boundaryF } from './boundary.ts'
export type { CocoRle } from './coco-rle.ts'
export { type Connectivity, components, dropIslands, fillHoles } from './components.ts'
export { squaredDistances } from './distance.ts'
export {
  drawExtremePoints,
  type ExtremePoints,
  jitterPoints,
  middleExtremePoints,
} from './extreme-points.ts'
export { type LargestError, largestError } from './largest-error.ts'
export { Mask, type Outline } from './mask.ts'
export { iou } from './metrics.ts'
export { closing, dilate, erode, opening } from './morphology.ts'
export { nearestRimPixel } from './nearest-rim.ts'
export type { Part, Ring } from './polygon.ts'
export { forEachColumnRun, type Rle } from './rle.ts'
export { simplifiedPositions, simplify } from './simplify.ts'
export { smooth } from './smooth.ts'
export { split } from './split.ts'
export { stroke } from './stroke.ts'
