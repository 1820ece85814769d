export { Batches, type BatchesConfig, batchesSchema } from './batches.ts'
export type { Dataset, Entry, Scene } from './dataset.ts'
export { type DatasetConfig, datasetSchema, openDatasets } from './open.ts'
export { type Augmentation, augmentationSchema } from './sample.ts'
