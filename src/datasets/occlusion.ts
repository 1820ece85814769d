import { type Affine, type Box, identity, pyramid, type Random, sample } from '../image/index.ts'
import { boundsInView } from './bounds.ts'
import type { Scene } from './dataset.ts'

/** The longer side of what stands in front, as a share of the object's. */
const side = { least: 0.25, most: 0.8 }
/** As much of the object has to be left, else nothing is put before it. */
const leastLeft = 0.3

/**
 * The scene with another object in front of the one that is meant: a part of it is hidden, and its outline follows that of
 * something else. So a network sees gaps and notches where the photo has an edge, and not where things of a kind have them
 * (copy and paste: Dwibedi et al., ICCV 2017; Ghiasi et al., CVPR 2021).
 *
 * @param other  a photo with the object that is put in front, without its surroundings
 * @returns a new scene, or the same when too little would be left of the object
 */
export function occlude(scene: Scene, other: Scene, next: Random): Scene {
  const behind = boundsInView(scene.mask, identity)
  const front = boundsInView(other.mask, identity)
  const scale = ((side.least + (side.most - side.least) * next()) * longer(behind)) / longer(front)
  const x = behind.x0 + next() * (behind.x1 - behind.x0)
  const y = behind.y0 + next() * (behind.y1 - behind.y0)
  const step = 1 / scale
  const across = next() < 0.5 ? -step : step
  const { width, height } = scene.photo
  const half = { x: (scale * (front.x1 - front.x0 + 1)) / 2, y: (scale * (front.y1 - front.y0 + 1)) / 2 }
  const left = Math.max(0, Math.floor(x - half.x))
  const top = Math.max(0, Math.floor(y - half.y))
  const region = {
    width: Math.min(width - 1, Math.ceil(x + half.x)) - left + 1,
    height: Math.min(height - 1, Math.ceil(y + half.y)) - top + 1,
  }
  const toOther: Affine = [
    across,
    0,
    (front.x0 + front.x1) / 2 + across * (left - x),
    0,
    step,
    (front.y0 + front.y1) / 2 + step * (top - y),
  ]
  const colours = sample(pyramid(other.photo), toOther, region).data
  const cover = sample(pyramid(other.mask), toOther, region).data

  const photo = scene.photo.data.slice()
  const mask = scene.mask.data.slice()
  const hidden = scene.void?.data.slice()
  for (let i = 0; i < cover.length; i++) {
    const share = cover[i]! / 255
    if (share === 0) continue
    const place = (top + Math.floor(i / region.width)) * width + left + (i % region.width)
    for (let k = 0; k < 3; k++) {
      const under = photo[3 * place + k]!
      photo[3 * place + k] = Math.round(under + share * (colours[k * cover.length + i]! - under))
    }
    if (share < 0.5) continue
    mask[place] = 0
    if (hidden) hidden[place] = 0
  }
  if (count(mask) < leastLeft * count(scene.mask.data)) return scene
  return {
    photo: { ...scene.photo, data: photo },
    mask: { ...scene.mask, data: mask },
    ...(scene.void && hidden && { void: { ...scene.void, data: hidden } }),
  }
}

const longer = ({ x0, y0, x1, y1 }: Box) => Math.max(x1 - x0, y1 - y0) + 1

const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0)
