export { Quantizer } from './quantizer.ts'
