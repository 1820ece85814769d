import type { Session } from '../runtime/index.ts'
import { type Description, ModelFileError, modelInput, modelOutput } from './model-file.ts'
import type { Refiner } from './refine.ts'

/**
 * A model file's network as a refiner.
 *
 * @param file  its name, for errors
 * @throws ModelFileError when it finds objects instead of refining outlines
 */
export function refinerOf({ preset, batch = 1 }: Description, session: Session, file: string): Refiner {
  const { channels, margin } = preset
  if (channels.join() !== 'previous' || margin.share > 0 || margin.pixels > 0)
    throw new ModelFileError(
      `${file}: not made for refining; its guidance is ${channels.join(', ')}, expected previous alone and no margin, as dextr train refine has it`,
    )
  return {
    preset,
    batch,
    async run(input, signal) {
      const outputs = await session.run({ [modelInput]: input }, { transfer: true, signal })
      return outputs[modelOutput]!.data as Float32Array
    },
  }
}
