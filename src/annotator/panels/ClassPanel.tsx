import { Pencil, Plus, Search } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import { addClass, chooseClass } from '../actions/classes.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Cell } from '../controls/Cell.tsx'
import { Keycap } from '../controls/Keycap.tsx'
import { VirtualRows } from '../controls/VirtualRows.tsx'
import { classList, objectList } from '../state/objects.ts'
import { colourOf, inkOn } from '../theme/palette.ts'

/** The classes: which one the next object gets, and a field to find or add one by typing. */
export function ClassPanel() {
  const app = useApplication()
  const classes = useAppState(classList)
  const objects = useAppState(objectList)
  const chosen = useAppState(state => state.classId)
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const found = useMemo(
    () => classes.filter(record => record.name.toLowerCase().includes(name.toLowerCase())),
    [classes, name],
  )
  const exact = classes.find(record => record.name.toLowerCase() === name.toLowerCase())
  // "fish" is a class of its own beside "starfish", while "star" will do for "starfish".
  const meant = exact ?? found.find(record => record.name.toLowerCase().startsWith(name.toLowerCase()))
  const counts = useMemo(() => {
    const counts = new Map<string | null, number>()
    for (const object of objects) counts.set(object.class, (counts.get(object.class) ?? 0) + 1)
    return counts
  }, [objects])

  const finish = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && name) {
      if (meant && !event.shiftKey) chooseClass(app, meant.id)
      else addClass(app, name)
    }
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    setTyped('')
    event.currentTarget.blur()
  }

  return (
    <section className="classes" aria-label="Classes">
      <div className="panel-head">
        <h2>Classes</h2>
        <span className="number dim">{classes.length}</span>
      </div>
      <label className="search">
        <Search size="1.1em" aria-hidden />
        <input
          id="find-class"
          type="search"
          className="input"
          placeholder="Find or add"
          aria-label="Find a class, or add one"
          autoComplete="off"
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={finish}
        />
        <Keycap keys="/" />
      </label>
      {name !== '' && !exact && (
        <Button
          className="button add-class"
          onPress={() => {
            addClass(app, name)
            setTyped('')
          }}
        >
          <Plus size="1.1em" aria-hidden />
          <span className="clip">Add “{name}”</span>
          <Keycap keys={meant ? 'Shift+Enter' : 'Enter'} />
        </Button>
      )}
      <VirtualRows
        label="Classes"
        role="grid"
        className="class-rows"
        height={2.15}
        items={found}
        active={chosen}
        selected={chosen === null ? [] : [chosen]}
        onSelect={({ id }) => chooseClass(app, id)}
        onOpen={({ id }) => app.store.setState({ dialog: { kind: 'class', id } })}
        row={record => {
          const place = classes.indexOf(record)
          const colour = colourOf(record.color)
          return (
            <>
              <Cell
                label={`key ${place < 9 ? place + 1 : 'none'}`}
                className="swatch number"
                style={{ background: colour, color: inkOn(colour) }}
              >
                {place < 9 ? place + 1 : ''}
              </Cell>
              <Cell className="words clip" title={record.name}>
                {record.name}
              </Cell>
              <Cell className="row-tools">
                <Button
                  className="button quiet icon small"
                  aria-label={`Rename, colour, merge or delete ${record.name}`}
                  excludeFromTabOrder
                  onPress={() => app.store.setState({ dialog: { kind: 'class', id: record.id } })}
                >
                  <Pencil size="1.05em" aria-hidden />
                </Button>
              </Cell>
              <Cell className="number dim" title="On this photo">
                {counts.get(record.id) ?? ''}
              </Cell>
            </>
          )
        }}
      />
      {classes.length === 0 && (
        <p className="nothing">
          Press <Keycap keys="/" /> to name what you label.
        </p>
      )}
    </section>
  )
}
