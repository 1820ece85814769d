import { Button } from 'react-aria-components'
import { actionOf } from '../actions/index.ts'
import { useApplication } from '../app/context.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { JobReport } from './JobReport.tsx'
import { useJob } from './use-job.ts'
import { useWhere } from './use-where.tsx'

/** Makes masks of all boxes that have none, in one go; what comes out waits to be reviewed. */
export function BoxesDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const { choice, photos } = useWhere()
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
            onPress={() => start(() => ({ kind: 'boxes', ...photos }))}
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
      {choice}
      {fault && <p className="fault">{fault}</p>}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}
