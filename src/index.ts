export type { Box, Point, Size } from './image/index.ts'
