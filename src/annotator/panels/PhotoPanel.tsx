import { Circle, CircleCheck, CircleX, Flag, Search, StickyNote } from 'lucide-react'
import { type KeyboardEvent, useMemo } from 'react'
import { useApplication, useAppState } from '../app/context.tsx'
import { thumbnailAddress } from '../client/addresses.ts'
import { VirtualRows } from '../controls/VirtualRows.tsx'
import { doubtful, photoCounts, shownPhotos } from '../state/photos.ts'
import type { Filter, State } from '../state/types.ts'
import { UnreadPhotos } from './UnreadPhotos.tsx'
import './panels.css'

const filters: readonly (readonly [Filter, string])[] = [
  ['all', 'All'],
  ['todo', 'To do'],
  ['done', 'Done'],
  ['flagged', 'Flagged'],
  ['doubtful', 'Doubtful'],
]

/** All photos of the project, with what has become of them. */
export function PhotoPanel() {
  const app = useApplication()
  const images = useAppState(state => state.images)
  const shown = useAppState(shownPhotos)
  const filter = useAppState(state => state.filter)
  const search = useAppState(state => state.search)
  const current = useAppState(state => state.image?.id ?? null)
  const counts = useMemo(() => photoCounts(images), [images])

  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') app.store.setState({ search: '' })
    if (event.key === 'Enter' && shown[0]) void app.goTo(shown[0].id)
    if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
  }

  return (
    <aside className="panel photos" aria-label="Photos">
      <div className="panel-head">
        <h2>Photos</h2>
        <span className="number dim">
          {counts.done} of {counts.all} done
        </span>
      </div>
      <div className="meter" aria-hidden>
        <div style={{ inlineSize: `${(100 * counts.done) / Math.max(1, counts.all)}%` }} />
      </div>
      <label className="search">
        <Search size="1.1em" aria-hidden />
        <input
          id="find-photo"
          type="search"
          className="input"
          placeholder="Find by name"
          aria-label="Find a photo by name"
          value={search}
          onChange={event => app.store.setState({ search: event.target.value })}
          onKeyDown={leave}
        />
      </label>
      <fieldset className="filters">
        <legend className="only-read-aloud">Show photos that are</legend>
        {filters.map(([id, words]) => (
          <button
            key={id}
            type="button"
            className="filter"
            aria-pressed={filter === id}
            disabled={counts[id] === 0 && filter !== id}
            onClick={() => app.store.setState({ filter: id })}
          >
            {words} <span className="number">{counts[id]}</span>
          </button>
        ))}
      </fieldset>
      {shown.length > 0 ? (
        <VirtualRows
          label="Photos"
          role="listbox"
          className="photo-rows"
          height={4}
          items={shown}
          active={current}
          selected={current === null ? [] : [current]}
          onSelect={({ id }) => void app.goTo(id)}
          rowClass={({ missing }) => (missing ? 'missing' : '')}
          row={entry => <PhotoRow entry={entry} />}
        />
      ) : (
        <p className="nothing">{images.length === 0 ? 'No photos yet.' : 'No photo is like that.'}</p>
      )}
      <UnreadPhotos />
    </aside>
  )
}

const marks = {
  todo: <Circle size="1.15em" className="dim" aria-label="to do" />,
  done: <CircleCheck size="1.15em" className="good" aria-label="done" />,
  flagged: <Flag size="1.15em" className="warn" aria-label="flagged" />,
}

function PhotoRow({ entry }: { entry: State['images'][number] }) {
  const { id, path, state, missing, objects, worstDoubt, hasNote } = entry
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  return (
    <>
      {missing ? (
        <CircleX className="thumbnail bad" aria-hidden />
      ) : (
        <img
          className="thumbnail"
          src={thumbnailAddress(id)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      )}
      <div className="words">
        <div className="line">
          <span className="clip" title={path}>
            {name}
          </span>
          {marks[state]}
        </div>
        <div className="line small">
          <span className="clip dim">
            {missing
              ? 'missing'
              : objects === 0
                ? 'no objects'
                : `${objects} ${objects === 1 ? 'object' : 'objects'}`}
            {slash > 0 && ` · ${path.slice(0, slash)}`}
          </span>
          {hasNote && <StickyNote size="1.1em" className="dim" aria-label="has a note" />}
          {(worstDoubt ?? 0) >= doubtful && (
            <span className="doubt number" title="Doubt about its most doubtful object">
              {Math.round(100 * worstDoubt!)}
            </span>
          )}
        </div>
      </div>
    </>
  )
}
