import {
  Brush,
  Check,
  Donut,
  Eraser,
  Lasso,
  type LucideIcon,
  Maximize,
  MousePointer2,
  Pentagon,
  Plus,
  Scaling,
  Scissors,
  Spline,
  Square,
  SquareDashed,
  Undo,
  Waypoints,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { toolList } from '../tools/index.ts'
import type { Action } from './types.ts'

const icons: Readonly<Record<string, LucideIcon>> = {
  select: MousePointer2,
  extreme: Spline,
  box: SquareDashed,
  brush: Brush,
  eraser: Eraser,
  polygon: Pentagon,
  lasso: Lasso,
  vertex: Waypoints,
  part: Plus,
  hole: Donut,
  split: Scissors,
}

const tools: readonly Action[] = toolList.map(({ id, label, detail, key }) => ({
  id: `tool.${id}`,
  label,
  detail: () => detail,
  group: 'Tools',
  icon: icons[id]!,
  keys: [key],
  mode: 'label',
  on: state => state.tool === id,
  perform: app => app.store.setState({ tool: id }),
}))

const open: Action['when'] = state => state.image !== null
const brushes: Action['when'] = state => state.tool === 'brush' || state.tool === 'eraser'

/** Tools, what they have in hand, and the view of the photo. */
export const canvasActions: readonly Action[] = [
  ...tools,
  {
    id: 'brush.larger',
    label: 'Larger brush',
    group: 'Tools',
    keys: [']'],
    when: brushes,
    perform: app => app.stage?.resizeBrush(1.25),
  },
  {
    id: 'brush.smaller',
    label: 'Smaller brush',
    group: 'Tools',
    keys: ['['],
    when: brushes,
    perform: app => app.stage?.resizeBrush(1 / 1.25),
  },
  {
    id: 'draft.accept',
    label: 'Accept the new object',
    group: 'Object',
    icon: Check,
    keys: ['Enter'],
    when: open,
    perform: app => void app.stage?.accept(),
  },
  {
    id: 'draft.back',
    label: 'A click back, or nothing selected',
    group: 'Object',
    icon: Undo,
    keys: ['Esc'],
    when: open,
    perform: app => void app.stage?.back(),
  },
  {
    id: 'draft.discard',
    label: 'Throw the new object away',
    group: 'Object',
    keys: ['Shift+Delete'],
    when: open,
    perform: app => void app.stage?.discard(),
  },
  {
    id: 'stage.fit',
    label: 'Whole photo',
    group: 'View',
    icon: Maximize,
    keys: ['0'],
    when: open,
    perform: app => app.stage?.zoomTo('fit'),
  },
  {
    id: 'stage.actual',
    label: 'Real pixels',
    group: 'View',
    icon: Square,
    keys: ['Ctrl+0'],
    when: open,
    perform: app => app.stage?.zoomTo('actual'),
  },
  {
    id: 'stage.object',
    label: 'Look at the object at hand',
    group: 'View',
    icon: Scaling,
    keys: ['Z'],
    when: open,
    perform: app => {
      if (!app.stage?.lookAtWork()) app.notice('Select an object, or click the points of one.')
    },
  },
  {
    id: 'stage.in',
    label: 'Larger',
    group: 'View',
    icon: ZoomIn,
    keys: ['+', '='],
    when: open,
    perform: app => app.stage?.zoomTo('in'),
  },
  {
    id: 'stage.out',
    label: 'Smaller',
    group: 'View',
    icon: ZoomOut,
    keys: ['-'],
    when: open,
    perform: app => app.stage?.zoomTo('out'),
  },
]
