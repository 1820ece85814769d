import { Plus, RotateCcw, Search, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from 'react-aria-components'
import { actions } from '../actions/index.ts'
import type { Action } from '../actions/types.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Keycap } from '../controls/Keycap.tsx'
import { Select } from '../controls/Select.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { keyOf, taken } from '../keys/key.ts'
import { conflictsOf, keysOf, withKeys } from '../keys/keymap.ts'
import { presets } from '../keys/presets.ts'

const groups = [...new Set(actions.map(({ group }) => group))]

/** The name of the preset that a keymap is, or that it is one of the person's own. */
function presetOf(keymap: object): string {
  const written = (map: object) => JSON.stringify(Object.entries(map).sort())
  return Object.keys(presets).find(name => written(presets[name]!) === written(keymap)) ?? 'own'
}

/** All keys: to read, to print, and to change. */
export function KeysDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const keymap = useAppState(state => state.keymap)
  const [typed, setTyped] = useState('')
  const preset = presetOf(keymap)
  const names = [...Object.keys(presets), ...(preset === 'own' ? ['own'] : [])]
  const clashes = actions.filter(action => conflictsOf(actions, keymap, action).size > 0).length
  const shown = actions.filter(({ label, group }) =>
    `${label} ${group}`.toLowerCase().includes(typed.toLowerCase()),
  )
  return (
    <Sheet title="Keys" close={close} width="64rem">
      <div className="keys-head">
        <label className="search">
          <Search size="1.1em" aria-hidden />
          <input
            type="search"
            className="input"
            placeholder="Find"
            aria-label="Find a key or a command"
            value={typed}
            onChange={event => setTyped(event.target.value)}
          />
        </label>
        <Select
          label="Keys like"
          value={preset}
          options={names.map(name => [name, name === 'own' ? 'my own' : name])}
          onChange={name => name !== 'own' && app.store.setState({ keymap: presets[name]! })}
        />
      </div>
      {clashes > 0 && (
        <p className="fault" role="alert">
          {clashes} commands share a key with another. The first in this list has it.
        </p>
      )}
      <div className="keys-groups">
        {groups.map(group => {
          const list = shown.filter(action => action.group === group)
          if (list.length === 0) return null
          return (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <ul>
                {list.map(action => (
                  <KeysOfAction key={action.id} action={action} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Sheet>
  )
}

function KeysOfAction({ action }: { action: Action }) {
  const app = useApplication()
  const keymap = useAppState(state => state.keymap)
  const [recording, setRecording] = useState(false)
  const keys = keysOf(action, keymap)
  const conflicts = conflictsOf(actions, keymap, action)
  const set = (next: readonly string[]) => app.store.setState({ keymap: withKeys(keymap, action, next) })

  const record = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return
    const key = keyOf(event.nativeEvent)
    event.preventDefault()
    event.stopPropagation()
    if (key === undefined) return
    setRecording(false)
    if (key === 'Esc') return
    if (taken.has(key)) app.notice(`${key} belongs to the browser.`, 'error')
    else if (!keys.includes(key)) set([...keys, key])
  }

  return (
    <li className="keys-row">
      <span className="words">
        {action.label}
        {[...conflicts].map(([key, others]) => (
          <span key={key} className="bad small">
            {' '}
            {key} is also “{others.map(({ label }) => label).join('”, “')}”
          </span>
        ))}
      </span>
      {keys.map(key => (
        <Button
          key={key}
          className="key-button"
          aria-label={`Take ${key} from ${action.label}`}
          onPress={() => set(keys.filter(other => other !== key))}
        >
          <Keycap keys={key} clash={conflicts.has(key)} />
          <X size="0.9em" aria-hidden />
        </Button>
      ))}
      {keymap[action.id] && (
        <Button
          className="button quiet icon small"
          aria-label={`Keys of ${action.label} as they were`}
          onPress={() => set(action.keys)}
        >
          <RotateCcw size="1em" aria-hidden />
        </Button>
      )}
      {recording ? (
        <input
          className="input recorder"
          aria-label={`Press a key for ${action.label}`}
          value="press a key"
          readOnly
          // biome-ignore lint/a11y/noAutofocus: it was opened by its own button, to take the next key
          autoFocus
          onKeyDown={record}
          onBlur={() => setRecording(false)}
        />
      ) : (
        <Button
          className="button quiet icon small add-key"
          aria-label={`Add a key for ${action.label}`}
          onPress={() => setRecording(true)}
        >
          <Plus size="1.1em" aria-hidden />
        </Button>
      )}
    </li>
  )
}
