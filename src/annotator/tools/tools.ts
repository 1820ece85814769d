import { BoxTool } from './box.ts'
import { type BrushSize, BrushTool } from './brush.ts'
import { ExtremeTool } from './extreme.ts'
import { RegionTool } from './region.ts'
import { SelectTool } from './select.ts'
import { SplitTool } from './split.ts'
import type { Tool } from './tool.ts'
import { VertexTool } from './vertex.ts'
import type { Workbench } from './workbench.ts'

type ToolEntry = {
  readonly id: string
  /** As in a menu. */
  readonly label: string
  /** What to do with it, in a sentence. */
  readonly detail: string
  readonly key: string
  readonly make: (bench: Workbench, size: BrushSize) => Tool
}

/** All tools, in the order of the tool bar. */
export const toolList: readonly ToolEntry[] = [
  {
    id: 'select',
    label: 'Select',
    detail: 'Select objects, drag their points',
    key: 'V',
    make: bench => new SelectTool(bench),
  },
  {
    id: 'extreme',
    label: 'Extreme points',
    detail: 'Four clicks on the outermost points, in any order',
    key: 'X',
    make: bench => new ExtremeTool(bench),
  },
  {
    id: 'box',
    label: 'Box',
    detail: 'A box around the object, dragged or by two clicks',
    key: 'R',
    make: bench => new BoxTool(bench),
  },
  {
    id: 'brush',
    label: 'Brush',
    detail: 'Paint; the right button erases, Shift draws straight',
    key: 'B',
    make: (bench, size) => new BrushTool(bench, size, false),
  },
  {
    id: 'eraser',
    label: 'Eraser',
    detail: 'Erase; the right button paints, Shift draws straight',
    key: 'E',
    make: (bench, size) => new BrushTool(bench, size, true),
  },
  {
    id: 'polygon',
    label: 'Polygon',
    detail: 'An object by its corners; Shift adds to the selected one, Alt cuts',
    key: 'P',
    make: bench => new RegionTool(bench, 'new', false),
  },
  {
    id: 'lasso',
    label: 'Lasso',
    detail: 'An object in one stroke; Shift adds to the selected one, Alt cuts',
    key: 'S',
    make: bench => new RegionTool(bench, 'new', true),
  },
  {
    id: 'vertex',
    label: 'Vertices',
    detail: 'Drag the corners of an outline; a press on the line makes another, the right button removes one',
    key: 'Shift+A',
    make: bench => new VertexTool(bench),
  },
  {
    id: 'part',
    label: 'Add part',
    detail: 'Draw around a part to add to the selected object',
    key: 'Shift+P',
    make: bench => new RegionTool(bench, 'add', true),
  },
  {
    id: 'hole',
    label: 'Cut hole',
    detail: 'Draw around what to cut out of the selected object',
    key: 'C',
    make: bench => new RegionTool(bench, 'subtract', true),
  },
  {
    id: 'split',
    label: 'Split',
    detail: 'A line across the selected object cuts it in two',
    key: 'K',
    make: bench => new SplitTool(bench),
  },
]
