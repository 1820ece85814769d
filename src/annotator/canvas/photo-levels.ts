import type { Size } from '../../image/index.ts'
import type { TilePlace } from './tile-layer.ts'

/** From this scale on the photo's own pixels are shown, as squares. */
const squaresFrom = 2

type Picture = ImageBitmap | OffscreenCanvas

/** A photo and the same halved again and again, so that it is drawn small without flicker and in little time. */
export class PhotoLevels implements Size {
  readonly width: number
  readonly height: number
  readonly #levels: Picture[]

  constructor(photo: ImageBitmap) {
    this.width = photo.width
    this.height = photo.height
    this.#levels = [photo]
    for (let level: Picture = photo; Math.max(level.width, level.height) > 512; this.#levels.push(level))
      level = halved(level)
  }

  /** The photo itself. */
  get full(): Picture {
    return this.#levels[0]!
  }

  /** Draws what lies under a tile. */
  paint(context: OffscreenCanvasRenderingContext2D, { x, y, scale }: TilePlace): void {
    const depth = Math.min(Math.max(Math.floor(Math.log2(1 / scale)), 0), this.#levels.length - 1)
    const level = this.#levels[depth]!
    context.imageSmoothingEnabled = scale < squaresFrom
    context.imageSmoothingQuality = 'low'
    context.setTransform(
      (this.width / level.width) * scale,
      0,
      0,
      (this.height / level.height) * scale,
      -x,
      -y,
    )
    context.drawImage(level, 0, 0)
  }

  close(): void {
    const [photo] = this.#levels
    if (photo instanceof ImageBitmap) photo.close()
  }
}

function halved(picture: Picture): OffscreenCanvas {
  const half = new OffscreenCanvas(Math.ceil(picture.width / 2), Math.ceil(picture.height / 2))
  const context = half.getContext('2d')!
  context.imageSmoothingQuality = 'low'
  context.drawImage(picture, 0, 0, half.width, half.height)
  return half
}
