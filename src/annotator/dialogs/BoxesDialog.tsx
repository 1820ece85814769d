import { useState } from 'react'
import { Button } from 'react-aria-components'
import { actionOf } from '../actions/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Choice } from '../controls/Choice.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { JobReport } from './JobReport.tsx'
import { useJob } from './use-job.ts'

/** Makes masks of all boxes that have none, in one go; what comes out waits to be reviewed. */
export function BoxesDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const image = useAppState(state => state.image)
  const [where, setWhere] = useState<'project' | 'photo'>('project')
  const { job, fault, start } = useJob('boxes')
  const running = job?.state === 'running'
  return (
    <Sheet
      title="Make masks of boxes"
      close={close}
      foot={
        <>
          {job?.state === 'done' && (
            <Button
              className="button"
              onPress={() => {
                close()
                if (app.store.getState().mode === 'label') void actionOf('review.mode').perform(app)
              }}
            >
              Review the masks
            </Button>
          )}
          <Button
            className="button primary"
            isDisabled={running}
            onPress={() =>
              start(() => ({ kind: 'boxes', ...(where === 'photo' && image ? { images: [image.id] } : {}) }))
            }
          >
            Make masks
          </Button>
        </>
      }
    >
      <p className="said">
        Every object that has only a box gets a mask. You can go on meanwhile; the masks then wait for review,
        most doubtful first.
      </p>
      <Choice
        label="Where"
        value={where}
        options={[
          ['project', 'All photos'],
          ['photo', 'This photo'],
        ]}
        onChange={setWhere}
      />
      {fault && <p className="fault">{fault}</p>}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}
