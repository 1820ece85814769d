import type { ComparedObject, Comparison } from '../formats/index.ts'

/** How well objects agree with what was read back, in rows for masks and for boxes, and what is missing. */
export function comparisonTable({ objects, missingPhotos, extraObjects }: Comparison): string {
  const rows = [
    ['', 'objects', 'mean IoU', 'least IoU', 'same', 'changed', 'missing', 'other class'],
    ...rowFor(
      'masks',
      objects.filter(({ box }) => !box),
    ),
    ...rowFor(
      'boxes',
      objects.filter(({ box }) => box),
    ),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const lines = rows.map(row =>
    row.map((text, k) => (k === 0 ? text.padEnd(widths[k]!) : text.padStart(widths[k]!))).join('  '),
  )
  if (missingPhotos.length > 0)
    lines.push(`${missingPhotos.length} photos are missing, ${missingPhotos[0]} first`)
  if (extraObjects > 0) lines.push(`${extraObjects} objects were not there before`)
  return lines.join('\n')
}

function rowFor(title: string, objects: readonly ComparedObject[]): string[][] {
  if (objects.length === 0) return []
  const ious = objects.map(({ iou }) => iou)
  const count = (wanted: (object: ComparedObject) => boolean) => String(objects.filter(wanted).length)
  return [
    [
      title,
      String(objects.length),
      (ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toFixed(4),
      ious.reduce((a, b) => Math.min(a, b)).toFixed(4),
      count(({ iou }) => iou === 1),
      count(({ iou }) => iou > 0 && iou < 1),
      count(({ iou }) => iou === 0),
      count(({ iou, sameClass }) => iou > 0 && !sameClass),
    ],
  ]
}
