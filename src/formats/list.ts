import { classMasks } from './class-masks.ts'
import { cocoFolder } from './coco-folder.ts'
import { cvat } from './cvat.ts'
import type { AnnotationFormat } from './format.ts'
import { instanceMasks } from './instance-masks.ts'
import { labelStudio } from './label-studio.ts'
import { labelme } from './labelme.ts'
import { vocFolder } from './voc-folder.ts'
import { yolo } from './yolo.ts'

/** Every format, in the order in which files are looked at: the first that they look like is taken. */
export const formats: readonly AnnotationFormat[] = [
  instanceMasks,
  yolo,
  cvat,
  labelme,
  labelStudio,
  cocoFolder,
  vocFolder,
  classMasks,
]

/** @throws RangeError that names all formats when there is none of that name */
export function formatNamed(name: string): AnnotationFormat {
  const format = formats.find(format => format.name === name)
  if (format) return format
  throw new RangeError(
    `format: there is no "${name}", expected ${formats.map(({ name }) => name).join(', ')}`,
  )
}
