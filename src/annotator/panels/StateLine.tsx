import { CircleAlert, CircleCheck, CloudOff, LoaderCircle } from 'lucide-react'
import { Button } from 'react-aria-components'
import { actions } from '../actions/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { ActionButton } from '../controls/ActionButton.tsx'
import type { State } from '../state/types.ts'
import './state-line.css'

/** The lower edge of the page: whether what one did is safe, and what the model is doing. */
export function StateLine() {
  const image = useAppState(state => state.image)
  const zoom = useAppState(state => state.zoom)
  return (
    <footer className="state-line">
      <Saving />
      <span className="divider" />
      <ModelState />
      <ToolHint />
      <span className="grow" />
      <RunningJobs />
      {image && (
        <>
          <span className="number dim">
            {image.width} × {image.height}
          </span>
          <span className="number dim zoom">{Math.round(100 * zoom)} %</span>
        </>
      )}
    </footer>
  )
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' })

function Saving() {
  const app = useApplication()
  const { state, pending, at, unkept } = useAppState(state => state.saving)
  const edits = `${pending} ${pending === 1 ? 'edit' : 'edits'}`
  if (state === 'failed')
    return (
      <>
        <Button className="saving shout" onPress={() => app.store.setState({ dialog: { kind: 'unsaved' } })}>
          <CircleAlert size="1.2em" aria-hidden />
          <span role="alert">Not saved: {edits} kept in this browser. See why</span>
        </Button>
        <ActionButton action="project.retry" className="quiet small" placement="top">
          Try again
        </ActionButton>
      </>
    )
  if (state === 'offline')
    return (
      <span className="saving warn" role="status">
        <CloudOff size="1.2em" aria-hidden />
        {pending > 0 ? `Offline, ${edits} kept in this browser` : 'Offline, trying again'}
      </span>
    )
  if (unkept !== null)
    return (
      <span className="saving warn" role="status" title={unkept}>
        <CloudOff size="1.2em" aria-hidden />
        Unfinished work or settings not saved yet
      </span>
    )
  return (
    <span className={`saving ${state}`} role="status">
      {state === 'saving' ? (
        <LoaderCircle size="1.2em" className="turn" aria-hidden />
      ) : (
        <CircleCheck size="1.2em" className="good" aria-hidden />
      )}
      <span className="number">
        {state === 'saving' ? 'Saving' : at === null ? 'Saved' : `Saved ${clock.format(at)}`}
      </span>
    </span>
  )
}

function modelWords({ model, running, milliseconds, saving }: State): string {
  if (saving.state === 'offline') return 'No connection to the server'
  if (model.state === 'failed') return `The model cannot be used: ${model.message}`
  if (model.state === 'loading') return 'Model loading'
  if (running !== null) return 'Running'
  return milliseconds === null ? 'Ready' : `Ready · ${Math.round(milliseconds)} ms`
}

function ModelState() {
  const words = useAppState(modelWords)
  const { state, name } = useAppState(state => state.model)
  const busy = useAppState(
    ({ running, model, saving }) =>
      running !== null || model.state === 'loading' || saving.state === 'offline',
  )
  return (
    <span className={`model ${state === 'failed' ? 'bad' : ''}`} title={name}>
      <span className={busy ? 'lamp busy' : 'lamp'} aria-hidden />
      <span className="number clip">{words}</span>
    </span>
  )
}

/** The tool in hand, and what to do with it. */
function ToolHint() {
  const hint = useAppState(state => {
    const action = actions.find(({ id }) => id === `tool.${state.tool}`)
    const detail = action?.detail?.(state)
    return action && (detail ? `${action.label}: ${detail}` : action.label)
  })
  if (!hint) return null
  return (
    <>
      <span className="divider" />
      <span className="tool-hint clip dim">{hint}</span>
    </>
  )
}

function RunningJobs() {
  const jobs = useAppState(state => state.jobs)
  const job = jobs.find(({ state }) => state === 'running')
  if (!job) return null
  return (
    <span className="number job">
      <LoaderCircle size="1.2em" className="turn" aria-hidden /> {job.message}
      {job.total > 0 && ` · ${job.done} of ${job.total}`}
    </span>
  )
}
