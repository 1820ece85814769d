import { type Preset, pasteMask } from '../../guidance/index.ts'
import type { Size } from '../../image/index.ts'
import { Mask } from '../../mask/index.ts'
import type { ProbabilityMap } from '../../server/browser.ts'

/** The mask that the network's answer gives at another probability, made on the page, as the server would. */
export function cutAt(map: ProbabilityMap, preset: Preset, photo: Size, threshold: number): Mask {
  const data = Float32Array.from(atob(map.data), byte => byte.charCodeAt(0) / 255)
  const probability = { width: map.width, height: map.height, channels: 1, data }
  return Mask.fromBitmap(pasteMask(probability, map.frame, preset, photo, threshold), photo)
}
