export { type NetworkConfig, networkSchema, presets } from './config.ts'
export { buildNetwork, fullLogits, type Network, probability } from './network.ts'
export { adaptInput, foldNorms, initialWeights, widenInput } from './weights.ts'
