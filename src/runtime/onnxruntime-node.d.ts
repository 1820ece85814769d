// The package is optional, and its types are those of onnxruntime-common: without this, the build fails where npm
// could not install it.
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common'
}
