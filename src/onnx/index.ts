export { gradients } from './gradient.ts'
export { describe, Graph, type Node, type Operator, type Signature, type Value } from './graph.ts'
export { type ModelFile, type ModelOptions, readModel, writeModel } from './model.ts'
export * from './operators/index.ts'
