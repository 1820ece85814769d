export type { ArrayView, Device, LoadOptions } from './protocol.ts'
export { ResidentArray, type RunOptions, Runtime, Session } from './runtime.ts'
