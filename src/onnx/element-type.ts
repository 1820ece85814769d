import type { DataType } from '../tensor/index.ts'

/** Codes of TensorProto.DataType in ONNX files. */
const codes: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
}

const types = new Map(Object.entries(codes).map(([type, code]) => [code, type as DataType]))

export const elementType = {
  codeOf: (type: DataType): number => codes[type],
  /** Undefined for a type that no graph of ours uses. */
  ofCode: (code: number): DataType | undefined => types.get(code),
}
