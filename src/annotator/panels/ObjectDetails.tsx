import { Check, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import type { ObjectRecord } from '../../document/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { ActionButton } from '../controls/ActionButton.tsx'
import { Slider } from '../controls/Slider.tsx'
import { patchObjects } from '../state/edits.ts'
import { classNameOf } from '../state/objects.ts'

/** The selected object: what made it, how sure that was, and the two sliders over its mask. */
export function ObjectDetails() {
  const object = useAppState(state =>
    state.selection.length === 1 ? state.objects[state.selection[0]!] : undefined,
  )
  return object ? <Details key={object.id} object={object} /> : null
}

const percent = (value: number) => `${Math.round(100 * value)} %`

function Details({ object }: { object: ObjectRecord }) {
  const app = useApplication()
  const name = useAppState(state => classNameOf(state, object.class))
  const outline = useAppState(state => (state.outline?.object === object.id ? state.outline : null))
  const [threshold, setThreshold] = useState(object.threshold ?? 0.5)
  const [detail, setDetail] = useState(object.detail)
  useEffect(() => setThreshold(object.threshold ?? 0.5), [object.threshold])
  useEffect(() => setDetail(object.detail), [object.detail])

  const judge = (review: ObjectRecord['review']) => {
    const next = object.review === review ? 'unreviewed' : review
    const command = patchObjects([object], { review: next }, `${name}: ${next}`)
    if (command) app.commit(command)
  }

  return (
    <section className="details" aria-label="Selected object">
      <div className="panel-head">
        <h2 className="clip">{name}</h2>
        <Button
          className="button quiet icon small"
          aria-label="Accept"
          aria-pressed={object.review === 'accepted'}
          onPress={() => judge('accepted')}
        >
          <Check size="1.2em" aria-hidden />
        </Button>
        <Button
          className="button quiet icon small"
          aria-label="Reject"
          aria-pressed={object.review === 'rejected'}
          onPress={() => judge('rejected')}
        >
          <X size="1.2em" aria-hidden />
        </Button>
      </div>
      <p className="dim small">{origin(object)}</p>
      {object.note !== '' && <p className="note">{object.note}</p>}
      <Slider
        label="Threshold"
        value={threshold}
        min={0.05}
        max={0.95}
        step={0.01}
        disabled={object.prompt === null || object.locked}
        format={percent}
        onChange={value => {
          setThreshold(value)
          app.stage?.threshold(object.id, value, false)
        }}
        onDone={value => app.stage?.threshold(object.id, value, true)}
      />
      <Slider
        label="Simplify outline"
        value={detail}
        min={0}
        max={10}
        step={0.25}
        disabled={object.mask === null || object.locked}
        format={value => (value === 0 ? 'exact' : `${value} px`)}
        onChange={value => {
          setDetail(value)
          app.stage?.detail(object.id, value, false)
        }}
        onDone={value => app.stage?.detail(object.id, value, true)}
      />
      {outline && (
        <p className="dim small number">
          {outline.vertices} vertices, IoU {outline.iou.toFixed(3)} with the mask
        </p>
      )}
      <div className="mask-actions">
        <ActionButton action="object.refine" className="" placement="top">
          Refine edges
        </ActionButton>
        <ActionButton action="object.tidy" className="" placement="top">
          Tidy
        </ActionButton>
      </div>
    </section>
  )
}

/** Who made the object, in words. */
function origin({ prompt, model, edited, doubt, score, mask }: ObjectRecord): string {
  const clicks = prompt ? prompt.points.length + prompt.include.length + prompt.exclude.length : 0
  const made = !mask
    ? 'A box, no mask yet'
    : prompt
      ? `${clicks > 0 ? `${clicks} clicks` : 'A box'}${edited ? ', then by hand' : ''}`
      : model
        ? 'Imported from a model'
        : 'By hand'
  return [made, doubt !== null && `doubt ${percent(doubt)}`, score !== null && `score ${percent(score)}`]
    .filter(Boolean)
    .join(' · ')
}
