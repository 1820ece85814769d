export { type FloatModel, Quantizer } from './quantizer.ts'
