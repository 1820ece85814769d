export { type Affine, apply, compose, identity, invert, rotation } from './affine.ts'
export { gaussianBlur, motionBlur } from './blur.ts'
export { type ColourChange, type ColourSpread, changeColours, randomColours } from './colour.ts'
export { crop } from './crop.ts'
export type { Box, Point, Raster, Size } from './geometry.ts'
export { addNoise } from './noise.ts'
export { type Planes, toPlanes, toRaster } from './planes.ts'
export {
  type Colour,
  type IndexImage,
  readIndexPng,
  vocPalette,
  writeGreyPng,
  writeIndexPng,
} from './png.ts'
export { type Pyramid, pyramid } from './pyramid.ts'
export { normal, type Random, random } from './random.ts'
export { boxResampler } from './resampler.ts'
export { resize } from './resize.ts'
export { toRgb } from './rgb.ts'
export { sample } from './sample.ts'
export { warpCubic, warpNearest } from './warp.ts'
