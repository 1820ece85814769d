import {
  Bubbles,
  CircleMinus,
  CirclePlus,
  CopyPlus,
  Droplets,
  Expand,
  Focus,
  Minus,
  PaintBucket,
  Plus,
  RefreshCw,
  Shrink,
  Sparkles,
  SquaresExclude,
  SquaresIntersect,
  SquaresSubtract,
  SquaresUnite,
  Waves,
} from 'lucide-react'
import { newId } from '../../document/index.ts'
import { closing, dilate, dropIslands, erode, fillHoles, Mask, opening, smooth } from '../../mask/index.ts'
import type { Application } from '../app/application.ts'
import { type Combination, combine } from '../editing/combine.ts'
import { refit } from '../editing/refit.ts'
import { smallestMeant, tidy } from '../editing/tidy.ts'
import { nameObjects } from '../state/edits.ts'
import { selectedObjects } from '../state/objects.ts'
import { neighbour } from '../state/photos.ts'
import type { State } from '../state/types.ts'
import type { Action } from './types.ts'

const selected = (state: State) => state.selection.length > 0
const several = (state: State) => state.selection.length > 1
/** A draft counts too, and only the stage knows of it. */
const open = (state: State) => state.image !== null

/** Standard deviation of one smoothing, in pixels. */
const smoothing = 1.5
/** By how many pixels masks grow and shrink, and what opening and closing take for narrow. */
const step = 1
const narrow = 2
/** Of the probability from which a pixel is inside. */
const thresholdStep = 0.05

const edit =
  (verb: string, change: (mask: Mask) => Mask | Promise<Mask>): Action['perform'] =>
  async app =>
    await app.stage?.edit(verb, change)

const join =
  (how: Combination): Action['perform'] =>
  app => {
    const state = app.store.getState()
    const objects = selectedObjects(state).filter(({ locked }) => !locked)
    const command = combine(objects, how, nameObjects(state, objects))
    if (command) app.commit(command)
    else app.notice('Select two objects or more that have masks and are not locked.')
  }

async function duplicate(app: Application): Promise<void> {
  const { objects } = app.store.getState()
  const top = Object.values(objects).reduce((highest, { z }) => Math.max(highest, z), 0)
  const copies = selectedObjects(app.store.getState()).map((object, k) => ({
    ...object,
    id: newId(),
    z: top + 1 + k,
  }))
  const label = `Duplicate ${nameObjects(app.store.getState(), copies)}`
  app.commit({ type: 'addObjects', label, objects: copies })
  app.store.setState({ selection: copies.map(({ id }) => id) })
}

/** Takes the selected objects along to the next photo, where the network fits them anew. */
async function copyToNext(app: Application): Promise<void> {
  const state = app.store.getState()
  const originals = selectedObjects(state)
  const next = neighbour(state, 1)
  const { image: from } = state
  if (!next || !from) {
    app.notice('There is no next photo.')
    return
  }
  await app.goTo(next.id)
  const { image: to } = app.store.getState()
  if (to?.id !== next.id) return
  const copies = []
  for (const object of originals) {
    const copy = await refit(object, from, to, request => app.segment(request))
    if (copy) copies.push(copy)
  }
  if (copies.length === 0 || app.store.getState().image?.id !== to.id) return
  const label = `Copy ${nameObjects(state, copies)} from ${from.path}`
  app.commit({ type: 'addObjects', label, objects: copies })
  app.store.setState({ selection: copies.map(({ id }) => id) })
}

/** What can be done to masks, whoever made them. */
export const objectActions: readonly Action[] = [
  {
    id: 'object.again',
    label: 'Ask the network again',
    group: 'Mask',
    icon: RefreshCw,
    keys: ['Shift+X'],
    when: open,
    perform: app => {
      if (!app.stage?.again()) app.notice('Select an object that has clicks or a box.')
    },
  },
  {
    id: 'object.more',
    label: 'Lower threshold: more pixels',
    group: 'Mask',
    icon: Plus,
    keys: ['}'],
    when: open,
    perform: app => app.stage?.nudgeThreshold(-thresholdStep),
  },
  {
    id: 'object.less',
    label: 'Higher threshold: fewer pixels',
    group: 'Mask',
    icon: Minus,
    keys: ['{'],
    when: open,
    perform: app => app.stage?.nudgeThreshold(thresholdStep),
  },
  {
    id: 'object.refine',
    label: 'Refine the outline at full resolution',
    group: 'Mask',
    icon: Focus,
    keys: ['G'],
    when: open,
    perform: app => edit('Refine', async mask => Mask.fromRle(await app.refine(mask.toRle())))(app),
  },
  {
    id: 'object.tidy',
    label: 'Tidy: specks, pinholes and a calm outline',
    group: 'Mask',
    icon: Sparkles,
    keys: ['J'],
    when: open,
    perform: edit('Tidy', tidy),
  },
  {
    id: 'object.fillHoles',
    label: 'Fill holes',
    group: 'Mask',
    icon: PaintBucket,
    keys: ['Shift+J'],
    when: open,
    perform: edit('Fill holes', mask => fillHoles(mask)),
  },
  {
    id: 'object.dropIslands',
    label: 'Drop small islands',
    group: 'Mask',
    icon: Bubbles,
    keys: ['Shift+K'],
    when: open,
    perform: edit('Drop islands', mask => dropIslands(mask, smallestMeant(mask))),
  },
  {
    id: 'object.smooth',
    label: 'Smooth the outline',
    group: 'Mask',
    icon: Waves,
    keys: ['Shift+S'],
    when: open,
    perform: edit('Smooth', mask => smooth(mask, smoothing)),
  },
  {
    id: 'object.grow',
    label: 'Grow by a pixel',
    group: 'Mask',
    icon: Expand,
    keys: ['>'],
    when: open,
    perform: edit('Grow', mask => dilate(mask, step)),
  },
  {
    id: 'object.shrink',
    label: 'Shrink by a pixel',
    group: 'Mask',
    icon: Shrink,
    keys: ['<'],
    when: open,
    perform: edit('Shrink', mask => erode(mask, step)),
  },
  {
    id: 'object.open',
    label: 'Cut hairs and bridges off',
    group: 'Mask',
    icon: CircleMinus,
    keys: ['Shift+O'],
    when: open,
    perform: edit('Open', mask => opening(mask, narrow)),
  },
  {
    id: 'object.close',
    label: 'Close clefts',
    group: 'Mask',
    icon: CirclePlus,
    keys: ['Shift+L'],
    when: open,
    perform: edit('Close', mask => closing(mask, narrow)),
  },
  {
    id: 'object.union',
    label: 'Unite the selected objects',
    group: 'Mask',
    icon: SquaresUnite,
    keys: ['U'],
    when: several,
    perform: join('union'),
  },
  {
    id: 'object.subtract',
    label: 'Subtract the others from the first',
    group: 'Mask',
    icon: SquaresSubtract,
    keys: ['Shift+U'],
    when: several,
    perform: join('subtract'),
  },
  {
    id: 'object.intersect',
    label: 'Keep what the selected objects share',
    group: 'Mask',
    icon: SquaresIntersect,
    keys: ['I'],
    when: several,
    perform: join('intersect'),
  },
  {
    id: 'object.exclude',
    label: 'Keep what only one of them has',
    group: 'Mask',
    icon: SquaresExclude,
    keys: ['Shift+I'],
    when: several,
    perform: join('exclude'),
  },
  {
    id: 'object.duplicate',
    label: 'Duplicate',
    group: 'Object',
    icon: CopyPlus,
    keys: ['Ctrl+D'],
    when: selected,
    perform: duplicate,
  },
  {
    id: 'object.toNext',
    label: 'Copy to the next photo and fit there',
    group: 'Object',
    icon: Droplets,
    keys: ['Ctrl+B'],
    when: selected,
    perform: copyToNext,
  },
]
