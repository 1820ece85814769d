import { isAbsolute, join } from 'node:path'
import type { ObjectRequest, PointsRequest } from '../formats/index.ts'
import type { Box, Raster, Size } from '../image/index.ts'
import { decode } from '../image/node.ts'
import type { Dextr, ObjectMask, Outline, Photo } from '../index.ts'
import { download } from '../segmenter/index.ts'
import { messageOf } from './errors.ts'
import { readInput, standardStream, writeOutput } from './files.ts'
import { objectSvg } from './object-svg.ts'
import { overlay, pictureFormat } from './overlay.ts'
import { labels, type PhotoOutputs } from './segment-outputs.ts'

/** What came out of one object, without what takes much memory. */
export type ObjectResult = {
  readonly label: string
  readonly request: ObjectRequest
  readonly rle: ReturnType<ObjectMask['toRle']>
  readonly box: Box | undefined
  readonly area: number
  readonly doubt: number
  readonly milliseconds: ObjectMask['milliseconds']
  /** Where it is drawn. */
  readonly outline: Outline | undefined
}

type ObjectFailure = { readonly label: string; readonly message: string }

/** What came out of one photo. */
export type PhotoResult = Size & {
  /** What decoding took. */
  readonly milliseconds: number
  readonly objects: readonly (ObjectResult | ObjectFailure)[]
}

export type PhotoOptions = {
  /** Awaited after the photo is decoded, so that it may be loading still. */
  readonly dextr: Promise<Dextr>
  /** The folder that names of photos count from. */
  readonly folder: string
  readonly threshold: number | undefined
  /** Whether outlines are made sharp. */
  readonly refine: boolean
  /** Of outlines, in pixels. */
  readonly tolerance: number
}

/**
 * Finds the objects of a photo, which is decoded once, and writes the files that are wanted. An object that fails
 * leaves the others as they are.
 *
 * @throws what reading the photo and drawing it throw
 */
export async function segmentPhoto(
  request: PointsRequest,
  outputs: PhotoOutputs,
  options: PhotoOptions,
): Promise<PhotoResult> {
  const start = performance.now()
  const pixels = await open(request.image, options.folder)
  const milliseconds = performance.now() - start
  const dextr = await options.dextr
  const photo = await dextr.open(pixels)
  const names = labels(request)
  // All at once: while the network works on one, the next crop is cut and the last answer becomes a mask.
  const objects = await Promise.all(
    request.objects.map((object, i) =>
      segmentObject(photo, object, outputs, i, options)
        .then(result => ({ label: names[i]!, request: object, ...result }))
        .catch(error => ({ label: names[i]!, message: messageOf(error) })),
    ),
  )
  const drawings = objects.flatMap(object =>
    'outline' in object && object.outline
      ? [
          {
            label: object.label,
            class: object.request.class,
            parts: object.outline.parts,
            request: object.request,
          },
        ]
      : [],
  )
  if (outputs.svg !== undefined) await writeOutput(outputs.svg, objectSvg(drawings, photo))
  if (outputs.overlay !== undefined) {
    const withClicks = drawings.map(drawing => ({ ...drawing, clicks: drawing.request.points }))
    await writeOutput(outputs.overlay, await overlay(pixels, withClicks, pictureFormat(outputs.overlay)))
  }
  return { width: photo.width, height: photo.height, milliseconds, objects }
}

async function open(image: string, folder: string): Promise<Raster> {
  if (image === standardStream) return decode(await readInput(image), 'standard input')
  if (/^https?:\/\//.test(image)) return decode(await download(image, new AbortController().signal), image)
  return decode(isAbsolute(image) ? image : join(folder, image))
}

async function segmentObject(
  photo: Photo,
  { points, box }: ObjectRequest,
  { masks, overlay, svg }: PhotoOutputs,
  index: number,
  { threshold, tolerance, refine }: PhotoOptions,
): Promise<Omit<ObjectResult, 'label' | 'request'>> {
  const mask = await photo.segment({ ...(points && { points }), ...(box && { box }) }, { threshold, refine })
  if (masks) await writeOutput(masks[index]!, await mask.toPng())
  return {
    rle: mask.toRle(),
    box: mask.box,
    area: mask.area,
    doubt: mask.doubt,
    milliseconds: mask.milliseconds,
    outline: overlay !== undefined || svg !== undefined ? mask.outline(tolerance) : undefined,
  }
}
