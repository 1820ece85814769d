import { useState } from 'react'
import { Button, TextArea, TextField } from 'react-aria-components'
import type { Command } from '../../document/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { patchObjects } from '../state/edits.ts'
import { classNameOf } from '../state/objects.ts'

/** A note on an object, or on the photo when object is null. */
export function NoteDialog({ object: id, close }: { object: string | null; close: () => void }) {
  const app = useApplication()
  const image = useAppState(state => state.image)
  const object = useAppState(state => (id === null ? undefined : state.objects[id]))
  const about = useAppState(state => (object ? classNameOf(state, object.class) : 'this photo'))
  const [note, setNote] = useState((object ?? image)?.note ?? '')

  const keep = () => {
    const label = `Note on ${object ? about : (image?.path ?? about)}`
    const command: Command | undefined = object
      ? patchObjects([object], { note }, label)
      : image && image.note !== note
        ? { type: 'changeImage', label, id: image.id, patch: { note } }
        : undefined
    if (command) app.commit(command)
    close()
  }

  return (
    <Sheet
      title={`Note on ${about}`}
      close={close}
      foot={
        <>
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button className="button primary" onPress={keep}>
            Keep note
          </Button>
        </>
      }
    >
      <TextField aria-label="Note" value={note} onChange={setNote} autoFocus>
        <TextArea
          className="input"
          rows={5}
          maxLength={10_000}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep()
          }}
        />
      </TextField>
    </Sheet>
  )
}
