import type { Ring } from '../mask/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { classNames, objectsByImage } from './by-image.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, FormatOptions, Loss } from './format.ts'
import { boxOf, cornersOf, isPlain, outlinesOf, turned } from './outlines.ts'
import { insidePath } from './paths.ts'
import {
  type Annotations,
  furthest,
  type ImageRecord,
  maskOf,
  type ObjectRecord,
  type ObjectShape,
} from './record.ts'
import { RowRuns, rowToggles } from './row-runs.ts'
import { rounded } from './shares.ts'
import { united } from './united.ts'
import { escapeXml, type Fail, walkXml } from './xml-walk.ts'

/**
 * CVAT for images 1.1, one XML file. Objects with holes or of several parts are <mask>, whose run lengths go along
 * the rows of its box; others <polygon>. Scores and crowds are attributes, which CVAT shows and keeps.
 *
 * @see https://docs.cvat.ai/docs/dataset_management/formats/format-cvat, docs/other/xml_format
 */
export const cvat: AnnotationFormat = {
  name: 'cvat',
  label: 'CVAT for images 1.1',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: true,
    scores: true,
    points: false,
    undecided: false,
    classless: false,
    overlaps: true,
  },

  async detect(files) {
    const [first] = files.matching(/\.xml$/i)
    return first !== undefined && /<annotations[\s>]/.test(await files.head(first))
  },

  async read(files) {
    const collected = new Collector()
    for (const path of files.matching(/\.xml$/i)) await readFile(files, path, collected)
    return collected.result()
  },

  write(annotations, options) {
    const losses: Loss[] = []
    const nameOfClass = classNames(annotations)
    const photos = []
    const images: string[] = []
    for (const [image, objects] of objectsByImage(annotations)) {
      const name = insidePath(image.file)
      photos.push({ photo: image.file, path: `images/${name}` })
      const shapes = objects.map((object, k) =>
        shapeFor(object, image, nameOfClass(object)!, k, options, losses),
      )
      const subset = image.split === undefined ? {} : { subset: image.split }
      const { width, height } = image
      images.push(`  <image${written({ id: images.length, name, ...subset, width, height })}>
${shapes.join('')}  </image>
`)
    }
    const content = `<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
${metaFor(annotations)}${images.join('')}</annotations>
`
    return { files: [{ path: 'annotations.xml', content }], photos, losses }
  },
}

const scoreName = 'score'
const crowdName = 'is_crowd'

/** Labels in the order of the classes; CVAT drops attributes that a label does not declare. */
function metaFor({ images, categories, objects }: Annotations): string {
  const attributes = [
    ...(objects.some(({ score }) => score !== undefined) ? [[scoreName, 'text', '']] : []),
    ...(objects.some(({ crowd }) => crowd) ? [[crowdName, 'checkbox', 'false']] : []),
  ].map(
    ([name, type, value]) =>
      `            <attribute><name>${name}</name><mutable>False</mutable><input_type>${type}</input_type><default_value>${value}</default_value><values>${value}</values></attribute>\n`,
  )
  const labels = categories.map(
    ({ name }) => `        <label>
          <name>${escapeXml(name)}</name>
          <type>any</type>
          <attributes>
${attributes.join('')}          </attributes>
        </label>
`,
  )
  return `  <meta>
    <task>
      <size>${images.length}</size>
      <mode>annotation</mode>
      <labels>
${labels.join('')}      </labels>
    </task>
  </meta>
`
}

function shapeFor(
  object: ObjectRecord,
  image: ImageRecord,
  label: string,
  order: number,
  { tolerance }: FormatOptions,
  losses: Loss[],
): string {
  const { score, crowd } = object
  const source = score === undefined ? 'manual' : 'auto'
  const element = (name: string, place: Readonly<Record<string, string | number>>) => {
    const attributes = [
      ...(score === undefined ? [] : [`      <attribute name="${scoreName}">${score}</attribute>\n`]),
      ...(crowd ? [`      <attribute name="${crowdName}">true</attribute>\n`] : []),
    ]
    return `    <${name}${written({ label, source, occluded: 0, ...place, z_order: order })}>
${attributes.join('')}    </${name}>
`
  }
  const lose = (reason: Loss['reason'], iou: number) =>
    losses.push({ photo: image.file, object: object.id, reason, iou })
  if (object.shape.type === 'box') {
    const { x, y, width, height } = boxOf(object, image)!
    return element('box', {
      xtl: rounded(x),
      ytl: rounded(y),
      xbr: rounded(x + width),
      ybr: rounded(y + height),
    })
  }
  const { parts, iou } = outlinesOf(object, image, tolerance)
  if (parts.length === 0) {
    lose('empty', 0)
    return ''
  }
  if (isPlain(parts)) {
    if (iou < 1) lose('tolerance', iou)
    return element('polygon', { points: pointsOf(parts[0]!.outer) })
  }
  const mask = maskOf(object, image)!
  const { x0, y0, x1, y1 } = mask.box!
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1]
  const toggles = [...rowToggles(mask, mask.box), width * height]
  const runs = toggles.map((position, k) => position - (toggles[k - 1] ?? 0))
  // What ends with the object has no last run outside.
  if (runs.at(-1) === 0) runs.pop()
  return element('mask', { rle: runs.join(', '), left: x0, top: y0, width, height })
}

function pointsOf(ring: Ring): string {
  return Array.from(
    { length: ring.length / 2 },
    (_, k) => `${rounded(ring[2 * k]!)},${rounded(ring[2 * k + 1]!)}`,
  ).join(';')
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')
}

type Found = {
  readonly label: string
  readonly group: string | undefined
  readonly shape: ObjectShape
  readonly box?: NonNullable<ObjectRecord['box']>
  score?: number
  crowd?: boolean
}

/** Shapes that are left out, as they are called in the notes. */
const others: Readonly<Record<string, string>> = {
  polyline: 'polylines',
  points: 'sets of points',
  ellipse: 'ellipses',
  cuboid: 'cuboids',
  skeleton: 'skeletons',
  tag: 'tags',
  track: 'tracks of a video',
}

async function readFile(files: FileSet, path: string, collected: Collector): Promise<void> {
  const fail: Fail = problem => {
    throw new AnnotationFileError(`${path}: ${problem}`)
  }
  let image: ImageRecord | undefined
  let found: Found[] = []
  let attribute = ''
  walkXml(await files.text(path), 'annotations', fail, {
    open([, first, second, third], attributes, failHere) {
      const numbers = numbersIn(attributes, failHere)
      if (first === 'track' && second === undefined) collected.leaveOut(others.track!)
      if (first !== 'image') return
      if (second === undefined) {
        const { subset } = attributes
        image = collected.addImage(
          {
            file: text(attributes, 'name', failHere),
            width: numbers('width'),
            height: numbers('height'),
            ...(subset && { split: subset.toLowerCase() }),
          },
          failHere,
        )
        found = []
      } else if (third === undefined) {
        const shape = shapeIn(second, attributes, image!, failHere)
        if (shape) found.push(shape)
        else collected.leaveOut(others[second] ?? `elements <${second}>`)
      } else attribute = attributes.name ?? ''
    },
    close(path, value, failHere) {
      const [, first, second, third] = path
      if (first === 'meta' && path.slice(-3).join('/') === 'labels/label/name') collected.category(value)
      if (first !== 'image') return
      const last = found.at(-1)
      if (third === 'attribute' && last && attribute === crowdName) last.crowd = value === 'true'
      if (third === 'attribute' && last && attribute === scoreName) {
        last.score = Number(value)
        if (!Number.isFinite(last.score)) failHere(`the score is "${value.slice(0, 60)}", expected a number`)
      }
      if (second === undefined)
        for (const object of objectsIn(found, image!))
          collected.addObject({
            ...object,
            category: collected.category(object.label),
          })
    },
  })
}

/** Shapes with pixels of one group and label are one object, as in CVAT's own export to COCO. */
function objectsIn(found: readonly Found[], image: ImageRecord) {
  const groups = new Map<string, Found[]>()
  found.forEach((one, k) => {
    const key =
      one.group === undefined || one.shape.type === 'box' ? `shape ${k}` : `${one.group} ${one.label}`
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  })
  return [...groups.values()].map(group => {
    const { label, box, score, crowd } = group[0]!
    return {
      label,
      image: image.id,
      shape: united(
        group.map(({ shape }) => shape),
        image,
      ),
      ...(box && { box }),
      ...(score !== undefined && { score }),
      ...(crowd && { crowd }),
    }
  })
}

function shapeIn(
  name: string,
  attributes: Readonly<Record<string, string>>,
  image: ImageRecord,
  fail: Fail,
): Found | undefined {
  const number = numbersIn(attributes, fail)
  const { group_id } = attributes
  const common = () => ({
    label: text(attributes, 'label', fail),
    group: group_id === undefined || group_id === '0' ? undefined : group_id,
  })
  if (name === 'polygon')
    return { ...common(), shape: outlined(ringIn(text(attributes, 'points', fail), fail)) }
  if (name === 'mask') return { ...common(), shape: maskIn(attributes, image, fail) }
  if (name !== 'box') return undefined
  const [x, y] = [number('xtl'), number('ytl')]
  const box = { x, y, width: number('xbr') - x, height: number('ybr') - y }
  if (box.width < 0 || box.height < 0) fail('the box ends before it begins')
  const degrees = attributes.rotation === undefined ? 0 : number('rotation')
  if (degrees === 0) return { ...common(), shape: { type: 'box' }, box }
  const centre = { x: x + box.width / 2, y: y + box.height / 2 }
  return { ...common(), shape: outlined(turned(cornersOf(box), degrees, centre)) }
}

const outlined = (outer: Ring): ObjectShape => ({ type: 'outlines', parts: [{ outer, holes: [] }] })

function ringIn(points: string, fail: Fail): Ring {
  const ring = points.split(/[;,]/).map(value => (value.trim() === '' ? Number.NaN : Number(value)))
  const wrong = ring.findIndex(value => !(Math.abs(value) <= furthest))
  if (wrong >= 0) fail(`coordinate ${wrong + 1} of the polygon is no number`)
  if (ring.length < 6 || ring.length % 2 === 1)
    fail(`the polygon has ${ring.length} coordinates, expected pairs of x and y, three or more`)
  return ring
}

function maskIn(attributes: Readonly<Record<string, string>>, image: ImageRecord, fail: Fail): ObjectShape {
  const number = numbersIn(attributes, fail)
  const box = { x: number('left'), y: number('top'), width: number('width'), height: number('height') }
  const { x, y, width, height } = box
  const whole = Object.values(box).every(Number.isInteger)
  if (
    !whole ||
    x < 0 ||
    y < 0 ||
    width < 1 ||
    height < 1 ||
    x + width > image.width ||
    y + height > image.height
  )
    fail(
      `the mask of ${width}×${height} at ${x},${y} is not inside its photo of ${image.width}×${image.height}`,
    )
  const runs = new RowRuns(image, box)
  let position = 0
  text(attributes, 'rle', fail)
    .split(',')
    .forEach((value, k) => {
      const run = value.trim() === '' ? Number.NaN : Number(value)
      if (!(Number.isInteger(run) && run >= 0 && position + run <= width * height))
        fail(
          `run length ${k + 1} of the mask is "${value.trim().slice(0, 20)}", expected a whole number that fits`,
        )
      if (k % 2 === 1 && run > 0) runs.add(position, position + run)
      position += run
    })
  return { type: 'runs', rle: runs.mask().toRle() }
}

function text(attributes: Readonly<Record<string, string>>, name: string, fail: Fail): string {
  return attributes[name] || fail(`${name} is missing`)
}

function numbersIn(attributes: Readonly<Record<string, string>>, fail: Fail) {
  return (name: string): number => {
    const value = text(attributes, name, fail)
    const number = Number(value)
    if (!(Math.abs(number) <= furthest))
      fail(`${name} is "${value.slice(0, 60)}", expected a number up to ${furthest}`)
    return number
  }
}
