export {
  type DataType,
  dataTypes,
  elementCount,
  float16ToFloat32,
  float32ToFloat16,
  type Shape,
  type Tensor,
  type TensorData,
  tensor,
} from './tensor.ts'
