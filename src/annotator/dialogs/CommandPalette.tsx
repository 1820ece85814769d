import { Search } from 'lucide-react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { actionOf, actions } from '../actions/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Keycap } from '../controls/Keycap.tsx'
import { keysOf } from '../keys/keymap.ts'

/** Every word that was typed begins a word of the action. */
function matches(text: string, typed: string): boolean {
  const wordsOf = (line: string) => line.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const words = wordsOf(text)
  return wordsOf(typed).every(part => words.some(word => word.startsWith(part)))
}

/** Everything that can be done now, found by typing. */
export function CommandPalette({ close }: { close: () => void }) {
  const app = useApplication()
  const state = useAppState(state => state)
  const possible = actions.filter(
    ({ id, when, mode }) =>
      id !== 'project.palette' && (mode === undefined || mode === state.mode) && (when?.(state) ?? true),
  )
  const run = (id: string) => {
    close()
    const action = actionOf(id)
    if (action.release && action.on?.(state)) action.release(app)
    else void action.perform(app)
  }
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
      <Modal className="sheet palette">
        <Dialog aria-label="Commands">
          <Autocomplete filter={matches}>
            <SearchField aria-label="Find a command" autoFocus className="search">
              <Search size="1.2em" aria-hidden />
              <Input
                className="input"
                placeholder="What do you want to do?"
                // By itself it would only empty the field.
                onKeyDownCapture={event => event.key === 'Escape' && close()}
              />
            </SearchField>
            <Menu
              className="menu"
              aria-label="Commands"
              onAction={id => run(String(id))}
              renderEmptyState={() => <p className="nothing">No command has these words.</p>}
            >
              {possible.map(action => {
                const { id, label, detail, group, icon: Icon } = action
                const about = detail?.(state)
                const on = action.on?.(state)
                const [key] = keysOf(action, state.keymap)
                return (
                  <MenuItem key={id} id={id} className="item" textValue={`${label} ${about ?? ''} ${group}`}>
                    {Icon ? (
                      <Icon size="1.2em" strokeWidth={1.75} aria-hidden />
                    ) : (
                      <span className="no-icon" />
                    )}
                    <span className="words clip">
                      {label}
                      {about && <span className="dim"> {about}</span>}
                      {on && <span className="on"> on</span>}
                    </span>
                    <span className="dim small">{group}</span>
                    {key && <Keycap keys={key} />}
                  </MenuItem>
                )
              })}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
