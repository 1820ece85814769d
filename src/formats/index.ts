export { parseLabelMap } from './class-list.ts'
export { readCoco, writeCoco } from './coco.ts'
export { type ComparedObject, type Comparison, compareAnnotations, isSame } from './compare.ts'
export {
  type DavisFrame,
  davisForeground,
  davisPaths,
  readDavisList,
} from './davis.ts'
export {
  countsOf,
  describeLosses,
  LossError,
  readAnnotations,
  type WriteOptions,
  writeAnnotations,
} from './exchange.ts'
export { FileSet, type SizeOf, type SourceFile } from './file-set.ts'
export type { OutputFile, WrittenAnnotations } from './format.ts'
export {
  type InstanceObject,
  type InstancesEntry,
  readInstances,
  voidNumber,
} from './instances.ts'
export { formatNamed, formats } from './list.ts'
export { type PointsFormat, readPoints, writePoints } from './points.ts'
export type { ObjectRequest, PointsRequest } from './points-request.ts'
export {
  type Annotations,
  type CategoryRecord,
  type ImageRecord,
  maskOf,
  type ObjectRecord,
  type ObjectShape,
  type Rectangle,
} from './record.ts'
export {
  readVoc,
  type VocAnnotation,
  type VocInstance,
  type VocObject,
  vocInstances,
} from './voc.ts'
