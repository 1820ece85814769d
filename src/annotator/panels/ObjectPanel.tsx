import { Check, CircleQuestionMark, Eye, EyeOff, Lock, LockOpen, StickyNote, Trash2, X } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { ObjectRecord } from '../../document/index.ts'
import { deleteObjects, toggleObjects } from '../actions/selection.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Cell } from '../controls/Cell.tsx'
import { VirtualRows } from '../controls/VirtualRows.tsx'
import { classNameOf, objectList } from '../state/objects.ts'
import { doubtful } from '../state/photos.ts'
import { colourOf } from '../theme/palette.ts'
import { FirstHint } from './FirstHint.tsx'

/** The objects of the photo, topmost first. */
export function ObjectPanel() {
  const app = useApplication()
  const objects = useAppState(objectList)
  const selection = useAppState(state => state.selection)
  const loading = useAppState(state => state.loading)

  const select = (object: ObjectRecord, { extend, toggle }: { extend: boolean; toggle: boolean }) => {
    const anchor = objects.findIndex(({ id }) => id === selection[0])
    if (toggle)
      app.store.setState({
        selection: selection.includes(object.id)
          ? selection.filter(id => id !== object.id)
          : [object.id, ...selection],
      })
    else if (extend && anchor >= 0) {
      const at = objects.indexOf(object)
      const range = objects.slice(Math.min(anchor, at), Math.max(anchor, at) + 1).map(({ id }) => id)
      app.store.setState({ selection: [selection[0]!, ...range.filter(id => id !== selection[0])] })
    } else app.store.setState({ selection: [object.id] })
  }

  return (
    <section className="objects" aria-label="Objects">
      <div className="panel-head">
        <h2>Objects</h2>
        <span className="number dim">
          {selection.length > 1 ? `${selection.length} of ${objects.length} selected` : objects.length}
        </span>
      </div>
      {objects.length > 0 && (
        <VirtualRows
          label="Objects"
          role="grid"
          className="object-rows"
          height={2.15}
          items={objects}
          active={selection[0] ?? null}
          selected={selection}
          onSelect={select}
          onOpen={({ id }) => app.stage?.lookAt(id)}
          onHover={object => app.store.setState({ hovered: object?.id ?? null })}
          rowClass={({ hidden, review }) =>
            `${hidden ? 'hidden' : ''} ${review === 'rejected' ? 'rejected' : ''}`
          }
          row={object => <ObjectRow object={object} />}
        />
      )}
      {objects.length === 0 && !loading && <p className="nothing">None on this photo yet.</p>}
      <FirstHint />
    </section>
  )
}

function ObjectRow({ object }: { object: ObjectRecord }) {
  const app = useApplication()
  const colour = useAppState(state =>
    colourOf(object.class === null ? undefined : state.classes[object.class]?.color),
  )
  const name = useAppState(state => classNameOf(state, object.class))
  const { id, hidden, locked, review, doubt, note, mask } = object
  return (
    <>
      <Cell className={mask ? 'dot' : 'dot box'} style={{ color: colour }}>
        <span className="only-read-aloud">{mask ? 'mask' : 'box only'}</span>
      </Cell>
      <Cell className="words clip">{name}</Cell>
      <Cell className="signs">
        {note !== '' && <StickyNote size="1.05em" className="dim" aria-label="has a note" />}
        {review === 'accepted' && <Check size="1.15em" className="good" aria-label="accepted" />}
        {review === 'rejected' && <X size="1.15em" className="bad" aria-label="rejected" />}
        {review === 'unreviewed' && (doubt ?? 0) >= doubtful && (
          <span className="doubt number" title="How unsure the network is of it">
            {Math.round(100 * doubt!)}
          </span>
        )}
        {review === 'unreviewed' && !mask && (
          <CircleQuestionMark size="1.1em" className="warn" aria-label="has no mask yet" />
        )}
      </Cell>
      <Cell className={hidden || locked ? 'row-tools stay' : 'row-tools'}>
        <Button
          className="button quiet icon small"
          aria-label={`${hidden ? 'Show' : 'Hide'} ${name}`}
          excludeFromTabOrder
          onPress={() => toggleObjects(app, [id], 'hidden')}
        >
          {hidden ? <EyeOff size="1.1em" aria-hidden /> : <Eye size="1.1em" aria-hidden />}
        </Button>
        <Button
          className="button quiet icon small"
          aria-label={`${locked ? 'Unlock' : 'Lock'} ${name}`}
          excludeFromTabOrder
          onPress={() => toggleObjects(app, [id], 'locked')}
        >
          {locked ? <Lock size="1.1em" aria-hidden /> : <LockOpen size="1.1em" aria-hidden />}
        </Button>
        <Button
          className="button quiet icon small"
          aria-label={`Delete ${name}`}
          excludeFromTabOrder
          onPress={() => deleteObjects(app, [id])}
        >
          <Trash2 size="1.1em" aria-hidden />
        </Button>
      </Cell>
    </>
  )
}
