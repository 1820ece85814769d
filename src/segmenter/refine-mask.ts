import { type Frame, inputToPhoto, pasteMask } from '../guidance/index.ts'
import { type Box, type Pyramid, pyramid, sample } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { type Refiner, refine } from './refine.ts'

/** Room around the mask for what it may have missed, as a share of its longer side, and at least in pixels. */
const margin = { share: 0.1, pixels: 8 }

/** The mask is taken in so many cells a side. */
const cells = 256

/**
 * A mask that came without probabilities, with a sharp outline.
 *
 * @throws RangeError when the mask is of another size than the photo
 */
export async function refineMask(
  refiner: Refiner,
  photo: Pyramid,
  mask: Mask,
  signal: AbortSignal,
): Promise<Mask> {
  if (mask.width !== photo.width || mask.height !== photo.height)
    throw new RangeError(
      `refine: the mask is for ${mask.width}×${mask.height} pixels, expected ${photo.width}×${photo.height} as the photo; scale it first`,
    )
  if (!mask.box) return mask
  const box = withRoom(mask.box)
  const frame: Frame = { box, object: box, size: cells }
  const { probability } = await refine(
    refiner,
    photo,
    { probability: coverage(mask, frame), box },
    { threshold: 0.5, signal },
  )
  return Mask.fromBitmap(pasteMask(probability, frame, refiner.preset, photo), photo)
}

function withRoom({ x0, y0, x1, y1 }: Box): Box {
  const room = Math.ceil(Math.max(margin.share * (Math.max(x1 - x0, y1 - y0) + 1), margin.pixels))
  return { x0: x0 - room, y0: y0 - room, x1: x1 + room, y1: y1 + room }
}

/** The share of each cell that the mask covers. */
function coverage(mask: Mask, { box, ...frame }: Frame) {
  const { width, height, data } = mask.toBitmap(box)
  const covered = pyramid({ width, height, channels: 1, data: data.map(value => 255 * value) })
  const whole = { x0: 0, y0: 0, x1: width - 1, y1: height - 1 }
  const planes = sample(covered, inputToPhoto({ ...frame, box: whole }), { width: cells, height: cells })
  return { ...planes, data: planes.data.map(value => value / 255) }
}
