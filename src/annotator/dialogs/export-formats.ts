/** What the server can write, by the names that it knows, in the order in which people look for them. */
export const exportFormats = [
  ['coco', 'COCO, run lengths'],
  ['coco-polygons', 'COCO, polygons'],
  ['yolo', 'YOLO segmentation'],
  ['classes', 'Mask PNGs, class numbers'],
  ['instances', 'Mask PNGs, numbered objects'],
  ['voc', 'PASCAL VOC'],
  ['cvat', 'CVAT for images 1.1'],
  ['labelme', 'labelme JSON'],
  ['label-studio', 'Label Studio JSON'],
] as const
