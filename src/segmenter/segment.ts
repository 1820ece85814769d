import { frame, type Guidance, type Preset, prepare } from '../guidance/index.ts'
import type { Pyramid } from '../image/index.ts'
import type { Session } from '../runtime/index.ts'
import { fillLevels } from './fill-levels.ts'
import { modelInput, modelOutput } from './model-file.ts'
import { obey } from './obey.ts'
import type { Answer } from './object-mask.ts'
import { type Refiner, refine } from './refine.ts'

/** A network that is ready to run, and how clicks become its input. */
export type Network = {
  readonly session: Session
  readonly preset: Preset
  /** The network that makes outlines sharp, loaded when it is first needed. */
  readonly refiner: () => Promise<Refiner>
}

/**
 * From clicks to the network's answer; `ObjectMask` cuts the mask from it.
 *
 * @throws the signal's reason when it is aborted
 */
export async function segment(
  { session, preset, refiner }: Network,
  photo: Pyramid,
  guidance: Guidance,
  signal: AbortSignal,
): Promise<Answer> {
  const start = performance.now()
  await fillLevels(photo, frame(guidance, preset), preset, signal)
  const prepared = prepare(photo, guidance, preset)
  const cropped = performance.now()
  const outputs = await session.run({ [modelInput]: prepared.input }, { transfer: true, signal })
  const { size } = preset
  const data = outputs[modelOutput]!.data as Float32Array
  const probability = { width: size, height: size, channels: 1, data }
  obey(probability, guidance, prepared.frame, preset)
  return {
    probability,
    frame: prepared.frame,
    preset,
    photo: { width: photo.width, height: photo.height },
    refine: async (threshold, signal) => {
      const coarse = { probability, box: prepared.frame.box }
      const settled = [...(guidance.include ?? []), ...(guidance.exclude ?? [])]
      return (await refine(await refiner(), photo, coarse, { threshold, settled, signal })).probability
    },
    milliseconds: { crop: cropped - start, network: performance.now() - cropped },
  }
}
