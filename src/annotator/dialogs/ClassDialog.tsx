import { ArrowDown, ArrowUp, Merge, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Input, Label, TextField } from 'react-aria-components'
import type { ClassPatch, Command } from '../../document/index.ts'
import type { ProjectAnswer } from '../../server/browser.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { ask } from '../client/api.ts'
import { Select } from '../controls/Select.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { classList } from '../state/objects.ts'
import { colourOf, palette } from '../theme/palette.ts'

/** Renames, colours, moves, merges and deletes a class, over the whole project, with the number of objects concerned. */
export function ClassDialog({ id, close }: { id: string; close: () => void }) {
  const app = useApplication()
  const classes = useAppState(classList)
  const record = classes.find(other => other.id === id)
  const [name, setName] = useState(record?.name ?? '')
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map())
  const [into, setInto] = useState('')
  useEffect(() => {
    const controller = new AbortController()
    ask<ProjectAnswer>('/project', { signal: controller.signal }).then(
      answer => setCounts(new Map(answer.classes.map(({ id, objects }) => [id, objects]))),
      () => {},
    )
    return () => controller.abort()
  }, [])
  if (!record) return null

  const others = classes.filter(other => other.id !== id)
  const clash = others.find(other => other.name.toLowerCase() === name.trim().toLowerCase())
  const count = counts.get(id)
  const objects = count === undefined ? 'its objects' : count === 1 ? '1 object' : `${count} objects`
  const change = (patch: ClassPatch, label: string) => app.commit({ type: 'changeClass', label, id, patch })
  const rename = () => {
    const next = name.trim()
    if (next !== '' && next !== record.name && !clash)
      change({ name: next }, `Rename ${record.name} to ${next}`)
    close()
  }
  const end = (command: Command) => {
    close()
    app.commit(command)
  }
  /** Exchanges the places of this class and the one some steps on. */
  const move = (steps: number) => {
    const other = classes[classes.indexOf(record) + steps]
    if (!other) return
    const label = `Move ${record.name} ${steps < 0 ? 'up' : 'down'}`
    app.commit({
      type: 'sequence',
      label,
      commands: [
        { type: 'changeClass', label, id, patch: { order: other.order } },
        { type: 'changeClass', label, id: other.id, patch: { order: record.order } },
      ],
    })
  }

  return (
    <Sheet
      title={record.name}
      close={close}
      foot={
        <>
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button
            className="button primary"
            isDisabled={clash !== undefined || name.trim() === ''}
            onPress={rename}
          >
            Done
          </Button>
        </>
      }
    >
      <p className="said number">
        {count === undefined ? 'Counting its objects …' : `${objects} in the project.`} Every change here can
        be undone.
      </p>
      <TextField className="field" value={name} onChange={setName} isInvalid={clash !== undefined} autoFocus>
        <Label>Name</Label>
        <Input
          className="input"
          maxLength={200}
          onKeyDown={event => event.key === 'Enter' && !clash && rename()}
        />
        {clash && <span className="bad small">There is a class of this name: merge into it, below.</span>}
      </TextField>
      <fieldset className="field">
        <legend className="label">Colour</legend>
        <div className="colours">
          {palette.map((colour, index) => (
            <Button
              key={colour}
              className="colour"
              aria-label={`Colour ${index + 1}, ${colour}`}
              aria-pressed={record.color === index}
              style={{ background: colour }}
              onPress={() => change({ color: index }, `Colour of ${record.name}`)}
            />
          ))}
          <input
            type="color"
            className="colour own"
            aria-label="A colour of your own"
            key={colourOf(record.color)}
            defaultValue={colourOf(record.color)}
            onBlur={({ target: { value } }) => {
              if (value !== colourOf(record.color)) change({ color: value }, `Colour of ${record.name}`)
            }}
          />
        </div>
      </fieldset>
      <div className="field">
        <span className="label">Place in the list, in exports, and digit key</span>
        <div className="buttons">
          <Button className="button" isDisabled={classes[0] === record} onPress={() => move(-1)}>
            <ArrowUp size="1.2em" aria-hidden /> Up
          </Button>
          <Button className="button" isDisabled={classes.at(-1) === record} onPress={() => move(1)}>
            <ArrowDown size="1.2em" aria-hidden /> Down
          </Button>
          <span className="dim number">
            {classes.indexOf(record) + 1} of {classes.length}
          </span>
        </div>
      </div>
      {others.length > 0 && (
        <div className="merge">
          <Select
            label={`Merge: give ${objects} another class`}
            value={into}
            placeholder="A class"
            options={others.map(other => [other.id, `${other.name} (${counts.get(other.id) ?? '…'})`])}
            onChange={setInto}
          />
          <Button
            className="button"
            isDisabled={into === ''}
            onPress={() => {
              const target = others.find(other => other.id === into)!
              end({
                type: 'mergeClasses',
                label: `Merge ${record.name} into ${target.name}`,
                from: [id],
                into,
              })
            }}
          >
            <Merge size="1.2em" aria-hidden /> Merge
          </Button>
        </div>
      )}
      <div className="field">
        <span className="label">End of the class</span>
        <div className="buttons">
          <Button
            className="button danger"
            onPress={() =>
              end({ type: 'removeClass', label: `Delete class ${record.name}`, id, objects: 'unclassed' })
            }
          >
            <Trash2 size="1.2em" aria-hidden /> Delete, keep {objects}
          </Button>
          <Button
            className="button danger"
            onPress={() =>
              end({
                type: 'removeClass',
                label: `Delete class ${record.name} and ${objects}`,
                id,
                objects: 'removed',
              })
            }
          >
            <Trash2 size="1.2em" aria-hidden /> Delete with {objects}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
