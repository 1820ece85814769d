import { type Command, Option } from 'commander'
import type { Device } from '../runtime/index.ts'
import type { NodeRuntimeName } from '../runtime/node.ts'
import { wholeNumber } from './options.ts'

/** How ONNX Runtime is run. */
export type RuntimeOptions = {
  readonly threads?: number
  readonly device?: Device
  readonly runtime?: NodeRuntimeName
}

export function addRuntimeOptions(command: Command): Command {
  return command
    .option('--threads <n>', 'cores that the network may use (default: all)', wholeNumber(1))
    .addOption(new Option('--device <name>', 'what runs it (default: cpu)').choices(['cpu', 'webgpu']))
    .addOption(
      new Option(
        '--runtime <name>',
        'the package that runs it (default: the native one where it is installed)',
      ).choices(['onnxruntime-node', 'onnxruntime-web']),
    )
}
