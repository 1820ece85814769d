export { AnnotationFileError } from './annotation-file-error.ts'
export { type CocoFile, readCoco, readCocoResults, writeCoco } from './coco.ts'
export {
  type DavisFrame,
  davisForeground,
  davisFrame,
  davisPaths,
  readDavisList,
  writeDavisList,
} from './davis.ts'
export {
  type InstanceObject,
  type InstancesEntry,
  readInstances,
  voidNumber,
  writeInstances,
} from './instances.ts'
export { type PointsFormat, pointsOf, readPoints, writePoints } from './points.ts'
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
  vocClasses,
  vocInstances,
  vocVoid,
  writeVoc,
} from './voc.ts'
