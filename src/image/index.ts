export type { Box, Point, Raster, Size } from './geometry.ts'
export { normal, type Random, random } from './random.ts'
