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

export const elementType = {
  codeOf: (type: DataType): number => codes[type],
  /** @throws Error for a type that no graph of ours uses */
  ofCode(code: number): DataType {
    for (const [type, known] of Object.entries(codes)) if (known === code) return type as DataType
    throw new Error(`element type ${code} is not one of ${Object.keys(codes).join(', ')}`)
  },
}
