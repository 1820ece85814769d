import { type Annotations, type ObjectRequest, type PointsRequest, writeCoco } from '../formats/index.ts'
import type { Box } from '../image/index.ts'
import { CommandError, exitCodes, messageOf } from './errors.ts'
import type { ObjectResult, PhotoResult } from './segment-photo.ts'
import { duration, terminal } from './terminal.ts'

/** Counts up what came out of photos, for JSON lines, for a COCO file, and for what is said in the end. */
export class SegmentResults {
  readonly #total: number
  readonly #start = performance.now()
  readonly #images: Annotations['images'][number][] = []
  readonly #categories = new Map<string, number>()
  readonly #objects: Annotations['objects'][number][] = []
  readonly #failures: string[] = []
  #photos = 0

  /** @param total  number of photos that will come */
  constructor(total: number) {
    this.#total = total
  }

  /** Photos so far. */
  get photos(): number {
    return this.#photos
  }

  /** @returns what JSON lines say of the photo, one for each object, or one for a photo that failed */
  add({ image, objects }: PointsRequest, result: PhotoResult | Error): object[] {
    this.#photos++
    if (result instanceof Error) {
      this.#failures.push(messageOf(result))
      return [{ image, objects: objects.length, error: messageOf(result) }]
    }
    const { width, height, milliseconds } = result
    const id = this.#photos
    this.#images.push({ id, file: image, width, height })
    return result.objects.map(object => {
      if ('message' in object) {
        this.#failures.push(`${image}: object ${object.label}: ${object.message}`)
        return { image, object: object.label, error: object.message }
      }
      if (object.area === 0) terminal.warn(`${image}: object ${object.label}: the model found nothing there`)
      this.#objects.push(this.#record(object, id))
      return jsonLine(image, object, milliseconds)
    })
  }

  /** Shows how far the work is. */
  showProgress(): void {
    terminal.progress(this.#photos / this.#total, () => this.#progress())
  }

  #progress(): string {
    const seconds = (performance.now() - this.#start) / 1000
    const left = (seconds / this.#photos) * (this.#total - this.#photos)
    const failed = this.#failures.length > 0 ? `  ${this.#failures.length} failed` : ''
    return `${this.#photos} of ${this.#total} photos  ${(this.#objects.length / seconds).toFixed(1)} objects/s  ${duration(left)} left${failed}`
  }

  /** All objects as a COCO file. */
  coco(): string {
    const categories = [...this.#categories].map(([name, id]) => ({ id, name }))
    return writeCoco({ images: this.#images, categories, objects: this.#objects })
  }

  /** @throws CommandError that lists what failed, if anything did */
  throwFailures(): void {
    const failures = this.#failures
    if (failures.length === 0) return
    if (this.#total === 1 && this.#objects.length === 0 && failures.length === 1)
      throw new CommandError(failures[0]!)
    throw new CommandError(
      `${failures.length} failed, ${this.#objects.length} objects are done\n${failures.map(line => `  ${line}`).join('\n')}`,
      exitCodes.someFailed,
    )
  }

  #record({ request, rle, box, area, doubt }: ObjectResult, image: number): Annotations['objects'][number] {
    return {
      id: this.#objects.length + 1,
      image,
      category: this.#category(request),
      shape: { type: 'runs', rle },
      ...(box && { box: rectangle(box) }),
      area,
      crowd: false,
      score: rounded(1 - doubt),
      ...(request.points && { points: request.points }),
    }
  }

  #category({ class: name = 'object' }: ObjectRequest): number {
    const id = this.#categories.get(name) ?? this.#categories.size + 1
    this.#categories.set(name, id)
    return id
  }
}

/** Version 1 of the line, which docs/cli.md describes. */
function jsonLine(image: string, object: ObjectResult, decode: number) {
  const { label, request, rle, box, area, doubt, milliseconds, outline } = object
  const { x, y, width, height } = box ? rectangle(box) : { x: 0, y: 0, width: 0, height: 0 }
  return {
    version: 1,
    image,
    object: label,
    ...(request.class !== undefined && { class: request.class }),
    rle,
    box: [x, y, width, height],
    area,
    doubt: rounded(doubt),
    ...(outline && {
      outline: {
        vertices: outline.vertices,
        exactVertices: outline.exactVertices,
        iou: rounded(outline.iou),
      },
    }),
    milliseconds: Object.fromEntries(
      Object.entries({ decode, ...milliseconds }).map(([part, time]) => [part, Math.round(10 * time) / 10]),
    ),
  }
}

function rectangle({ x0, y0, x1, y1 }: Box) {
  return { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }
}

function rounded(share: number): number {
  return Math.round(1e4 * share) / 1e4
}
