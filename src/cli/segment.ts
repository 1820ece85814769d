import { dirname } from 'node:path'
import type { Command } from 'commander'
import { type ObjectRequest, type PointsRequest, readPoints } from '../formats/index.ts'
import { checkClicks } from '../guidance/index.ts'
import type { Box, Point } from '../image/index.ts'
import { Dextr } from '../index.ts'
import { messageOf, UsageError } from './errors.ts'
import { print, readInput, refuseExisting, standardStream, writeOutput } from './files.ts'
import { inOrder } from './in-order.ts'
import { Interrupted, interruption } from './interruption.ts'
import { box, numberFrom, points, several } from './options.ts'
import { pictureFormat } from './overlay.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { filesOf, outputsOfPhoto, outputsOfPhotos, type PhotoOutputs } from './segment-outputs.ts'
import { segmentPhoto } from './segment-photo.ts'
import { SegmentResults } from './segment-results.ts'
import { terminal } from './terminal.ts'

type Options = RuntimeOptions & {
  readonly points?: Point[][]
  readonly box?: Box[]
  readonly objects?: string
  readonly images?: string
  readonly out?: string
  readonly overlay?: string
  readonly svg?: string
  readonly coco?: string
  readonly json?: boolean
  readonly tolerance: number
  readonly model?: string
  readonly threshold?: number
  readonly refine?: boolean
  readonly force?: boolean
}

export function define(command: Command): void {
  command
    .description(
      'Finds the mask of an object from its leftmost, topmost, rightmost and bottommost points, or of many objects.',
    )
    .argument('[image]', 'a picture file, or - for standard input')
    .option(
      '--points <xy>',
      'four or more points of an object, in any order; may be repeated',
      several(points),
    )
    .option(
      '--box <x0,y0,x1,y1>',
      'an object by the box around it, less exact than points; may be repeated',
      several(box),
    )
    .option('--objects <file>', 'objects of many images: JSON, NDJSON, CSV or COCO, or - for standard input')
    .option('--images <dir>', 'where images named in --objects are (default: the folder of that file)')
    .option('--out <file>', 'masks as PNG, white on black; - for standard output; with --objects a folder')
    .option(
      '--overlay <file>',
      'the image with its objects coloured: .png, .jpg or .webp; with --objects a folder',
    )
    .option('--svg <file>', 'outlines as SVG; with --objects a folder')
    .option('--coco <file>', 'all objects as COCO JSON')
    .option('--json', 'print run lengths, box, area, doubt and times, a line of JSON for each object')
    .option('--tolerance <px>', 'how far drawn outlines may be off, to have fewer corners', numberFrom(0), 1)
    .option('--model <file>', 'a model file (default: the one that comes along)')
    .option(
      '--threshold <p>',
      "probability above which a pixel is inside (default: the model's)",
      numberFrom(0, 1),
    )
    .option('--refine', 'look at the outline again in more detail; for objects that are large in the photo')
    .option('--force', 'replace files that are there')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
Points count pixels of the picture as people see it: x to the right, y down, 0,0 is the middle of the first pixel.

Examples:
  # One object; the mask, and a picture to check it
  dextr segment examples/pictures/images/scene_000406.jpg --points "302,823 731,534 835,617 581,932" \\
    --out mask.png --overlay check.jpg

  # In a pipe
  cat examples/pictures/images/scene_000406.jpg |
    dextr segment - --points "302,823 731,534 835,617 581,932" > mask.png

  # Objects of many photos; every line of the file is such a one
  echo '{"image": "scene_000107.jpg", "objects": [{"points": [[48,323], [360,124], [674,400], [318,750]]}]}' |
    dextr segment --objects - --images examples/pictures/images --coco masks.json`,
    )
    .action(run)
}

/** Photos at work at a time: one on the network, others being decoded and written. */
const atOnce = 3

async function run(image: string | undefined, options: Options): Promise<void> {
  const { outputs, folder } = image === undefined ? await planPhotos(options) : planPhoto(image, options)
  const { coco, json, threshold, tolerance, refine = false } = options
  if (!options.force)
    await refuseExisting([...[...outputs.values()].flatMap(filesOf), ...(coco === undefined ? [] : [coco])])
  using interrupt = interruption('finishing the photos at hand')
  // The first photos are read while the model loads.
  await using loading = disposing(Dextr.load(options.model, options))
  const results = new SegmentResults(outputs.size)
  const work = ([request, files]: [PointsRequest, PhotoOutputs]) =>
    segmentPhoto(request, files, { dextr: loading.value, folder, threshold, tolerance, refine })
      .catch((error: Error) => error)
      .then(result => ({ request, result }))
  for await (const { request, result } of inOrder(outputs, atOnce, work, interrupt.signal)) {
    await loading.value // without a model, no photo is to blame
    const done = results.add(request, result)
    if (json) for (const object of done) await print(JSON.stringify(object))
    results.showProgress()
  }
  terminal.clear()
  if (coco !== undefined) await writeOutput(coco, results.coco())
  if (results.photos < outputs.size)
    throw new Interrupted(`interrupted after ${results.photos} of ${outputs.size} photos`)
  results.throwFailures()
}

/** What a promise gives, freed at the end of the scope once it is there. */
function disposing<T extends AsyncDisposable>(value: Promise<T>): AsyncDisposable & { value: Promise<T> } {
  value.catch(() => {}) // whoever awaits it hears of it; until then it is no unhandled rejection
  return {
    value,
    async [Symbol.asyncDispose]() {
      const [settled] = await Promise.allSettled([value])
      if (settled.status === 'fulfilled') await settled.value[Symbol.asyncDispose]()
    },
  }
}

type Plan = { readonly outputs: ReadonlyMap<PointsRequest, PhotoOutputs>; readonly folder: string }

/** The objects that the command line names. */
function planPhoto(image: string, options: Options): Plan {
  if (options.objects !== undefined)
    throw new UsageError('segment: --objects names images itself; leave the image or --objects out')
  const { points = [], box = [] } = options
  const objects: ObjectRequest[] = [...points.map(points => ({ points })), ...box.map(box => ({ box }))]
  if (objects.length === 0)
    throw new UsageError(`segment: where is the object in ${image}? Say it with --points or --box`)
  try {
    for (const object of objects) checkClicks({ points: [], ...object })
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
  const { overlay, svg, coco, json } = options
  const isMaskAlone = overlay === undefined && svg === undefined && coco === undefined && !json
  const out = options.out ?? (isMaskAlone ? standardStream : undefined)
  if (options.out === undefined && isMaskAlone && process.stdout.isTTY)
    throw new UsageError('segment: the mask would go to the terminal; name a file with --out')
  if (overlay !== undefined) pictureFormat(overlay)
  checkStreams({ ...options, ...(out !== undefined && { out }) })
  const wanted = {
    ...(out !== undefined && { out }),
    ...(overlay !== undefined && { overlay }),
    ...(svg !== undefined && { svg }),
  }
  return { outputs: new Map([[{ image, objects }, outputsOfPhoto(wanted, objects.length)]]), folder: '.' }
}

/** The objects that a file names; those of one photo together, so that it is decoded once. */
async function planPhotos(options: Options): Promise<Plan> {
  const { objects: file, out, overlay, svg, coco, json } = options
  if (file === undefined) throw new UsageError('segment: name an image, or a file of many with --objects')
  if (options.points || options.box)
    throw new UsageError('segment: --points and --box are about one image; name it, or leave --objects alone')
  if ([out, overlay, svg, coco].every(place => place === undefined) && !json)
    throw new UsageError('segment: nothing to write; name --out, --overlay, --svg, --coco or --json')
  checkStreams(options)
  const isStream = file === standardStream
  const requests = byPhoto(readPoints(await readInput(file), isStream ? undefined : file))
  const folders = {
    ...(out !== undefined && { out }),
    ...(overlay !== undefined && { overlay }),
    ...(svg !== undefined && { svg }),
  }
  return {
    outputs: outputsOfPhotos(folders, requests),
    folder: options.images ?? (isStream ? '.' : dirname(file)),
  }
}

function byPhoto(requests: readonly PointsRequest[]): PointsRequest[] {
  const photos = new Map<string, ObjectRequest[]>()
  for (const { image, objects } of requests) photos.set(image, [...(photos.get(image) ?? []), ...objects])
  return [...photos]
    .filter(([, objects]) => objects.length > 0)
    .map(([image, objects]) => ({ image, objects }))
}

/** @throws UsageError when several things would go to standard output at once */
function checkStreams({ out, overlay, svg, coco, json }: Options): void {
  const streams =
    [out, overlay, svg, coco].filter(place => place === standardStream).length + Number(json ?? false)
  if (streams > 1) throw new UsageError('segment: only one thing can go to standard output')
}
