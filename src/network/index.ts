export { type NetworkConfig, networkSchema, presets } from './config.ts'
export { buildNetwork, fullLogits, type Network, probability } from './network.ts'
export { adaptInput, foldNorms, initialWeights } from './weights.ts'
