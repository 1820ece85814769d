import { useEffect, useRef } from 'react'
import type { MaskRecord } from '../../document/index.ts'
import type { Box } from '../../image/index.ts'
import { Mask } from '../../mask/index.ts'
import { useAppState } from '../app/context.tsx'
import { photoAddress } from '../client/addresses.ts'

/** How much of the photo is shown around the masks, as a share of their box. */
const margin = 0.15

type SampleMaskProps = {
  image: string
  mask: MaskRecord
  /** In pixels of the photo: the same for pictures that are to be compared. */
  around: Box
  label: string
}

/** A part of a photo with a mask over it. */
export function SampleMask({ image, mask, around, label }: SampleMaskProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const window = useAppState(state => state.view.window)
  useEffect(() => {
    const photo = new Image()
    photo.onload = () => canvas.current && paint(canvas.current, photo, mask, around)
    photo.src = photoAddress(image, window)
    return () => {
      photo.onload = null
    }
  }, [image, mask, around, window])
  return <canvas ref={canvas} className="sample" role="img" aria-label={label} />
}

/** The smallest box around two masks, with some of the photo around it. */
export function boxAround(a: MaskRecord, b: MaskRecord): Box {
  const boxes = [a, b].flatMap(record => Mask.fromRle(record).box ?? [])
  const [height, width] = a.size
  if (boxes.length === 0) return { x0: 0, y0: 0, x1: width - 1, y1: height - 1 }
  const x0 = Math.min(...boxes.map(box => box.x0))
  const y0 = Math.min(...boxes.map(box => box.y0))
  const x1 = Math.max(...boxes.map(box => box.x1))
  const y1 = Math.max(...boxes.map(box => box.y1))
  const more = Math.ceil(margin * Math.max(x1 - x0, y1 - y0))
  return {
    x0: Math.max(0, x0 - more),
    y0: Math.max(0, y0 - more),
    x1: Math.min(width - 1, x1 + more),
    y1: Math.min(height - 1, y1 + more),
  }
}

function paint(canvas: HTMLCanvasElement, photo: HTMLImageElement, record: MaskRecord, box: Box): void {
  const width = box.x1 - box.x0 + 1
  const height = box.y1 - box.y0 + 1
  const scale = Math.min(1, 480 / Math.max(width, height))
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')!
  context.drawImage(photo, box.x0, box.y0, width, height, 0, 0, canvas.width, canvas.height)
  const { data } = Mask.fromRle(record).toBitmap(box)
  const cover = new ImageData(width, height)
  // Sky blue, the palette's first, half covering; what is outside is darkened.
  for (let i = 0; i < data.length; i++) cover.data.set(data[i] ? [86, 180, 233, 115] : [0, 0, 0, 90], 4 * i)
  const layer = new OffscreenCanvas(width, height)
  layer.getContext('2d')!.putImageData(cover, 0, 0)
  context.drawImage(layer, 0, 0, canvas.width, canvas.height)
}
