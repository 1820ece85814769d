import { Circle, CircleCheck, Flag, Search } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApplication, useAppState } from '../app/context.tsx'
import { ActionButton } from '../controls/ActionButton.tsx'
import { Keycap } from '../controls/Keycap.tsx'
import { shownPhotos } from '../state/photos.ts'
import { Mark } from './Mark.tsx'
import './toolbar.css'

const stateIcons = { todo: Circle, done: CircleCheck, flagged: Flag }
const stateWords = { todo: 'To do', done: 'Done', flagged: 'Flagged' }

/** The upper edge of the page: where one is, and what concerns the whole photo or project. */
export function Toolbar() {
  const app = useApplication()
  const project = useAppState(state => state.project)
  return (
    <header className="toolbar">
      <div className="brand" title={project?.folder}>
        <Mark />
        <span className="clip">{project?.name ?? 'dextr'}</span>
      </div>
      <nav aria-label="Photos" className="group">
        <ActionButton action="photo.previous" />
        <ActionButton action="photo.next" />
        <ActionButton action="photo.nextToDo" />
      </nav>
      <Where />
      <span className="grow" />
      <div className="group">
        <ActionButton action="history.undo" />
        <ActionButton action="history.redo" />
        <ActionButton action="history.show" />
      </div>
      <div className="group">
        <ActionButton action="review.mode">
          <span className="wide">Review</span>
        </ActionButton>
        <ActionButton action="project.train">
          <span className="wide">Train on these</span>
        </ActionButton>
        <ActionButton action="project.import" />
        <ActionButton action="project.export" />
      </div>
      <div className="group">
        <ActionButton action="view.options" />
        <ActionButton action="project.keys" />
      </div>
      <Button
        className="button find-command"
        onPress={() => app.store.setState({ dialog: { kind: 'palette' } })}
      >
        <Search size="1.1em" aria-hidden />
        <span className="words">Commands</span>
        <span aria-hidden>
          <Keycap keys="Ctrl+K" />
        </span>
      </Button>
    </header>
  )
}

/** The photo on the stage: its place in the list, its name, and whether it is done. */
function Where() {
  const image = useAppState(state => state.image)
  const shown = useAppState(shownPhotos)
  if (!image) return null
  const slash = image.path.lastIndexOf('/') + 1
  const Icon = stateIcons[image.state]
  const place = shown.findIndex(({ id }) => id === image.id)
  return (
    <div className="where">
      <span className="number dim">
        {place < 0 ? '–' : place + 1} / {shown.length}
      </span>
      <h1 className="clip" title={image.path}>
        <span className="dim">{image.path.slice(0, slash)}</span>
        {image.path.slice(slash)}
      </h1>
      <span className={`chip ${image.state}`}>
        <Icon size="1.1em" aria-hidden />
        {stateWords[image.state]}
      </span>
      <ActionButton action="photo.done" />
      <ActionButton action="photo.flag" />
      <ActionButton action="photo.note" />
    </div>
  )
}
