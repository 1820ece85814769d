import type { Shape, Tensor } from '../tensor/index.ts'

/** Part of an array that stays with the runtime between runs: float32, from `offset`, in this shape. */
export type ArrayView = { readonly array: number; readonly offset: number; readonly shape: Shape }

export type Device = 'cpu' | 'webgpu'

export type LoadOptions = {
  /** Cores that one run may use; all of them when absent. */
  readonly threads?: number | undefined
  readonly device?: Device | undefined
  /** Microseconds for which a thread without work waits busily before it sleeps; 0 when absent. */
  readonly spin?: number | undefined
}

/** What is asked of the worker that holds ONNX Runtime. */
export type Request =
  | { readonly type: 'describe' }
  | { readonly type: 'load'; readonly model: Uint8Array; readonly options: LoadOptions }
  | { readonly type: 'release'; readonly session: number }
  | { readonly type: 'allocate'; readonly data: Float32Array }
  | { readonly type: 'read'; readonly array: number }
  | { readonly type: 'write'; readonly array: number; readonly data: Float32Array }
  | { readonly type: 'free'; readonly array: number }
  | {
      readonly type: 'run'
      readonly session: number
      readonly feeds: Readonly<Record<string, Tensor | ArrayView>>
      readonly into: Readonly<Record<string, ArrayView>>
    }

/** What it answers: its name, a session or an array by number, the elements of an array, or the outputs of a run. */
export type Result = string | number | Float32Array | Readonly<Record<string, Tensor>> | undefined

export type Call = { readonly id: number; readonly request: Request }
export type Answer = { readonly id: number } & (
  | { readonly result: Result }
  | { readonly error: { readonly name: string; readonly message: string } }
)
