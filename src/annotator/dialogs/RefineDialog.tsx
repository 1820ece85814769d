import { useState } from 'react'
import { Button } from 'react-aria-components'
import { Sheet } from '../controls/Sheet.tsx'
import { Switch } from '../controls/Switch.tsx'
import { JobReport } from './JobReport.tsx'
import { useJob } from './use-job.ts'
import { useWhere } from './use-where.tsx'

/** Brings the outlines of many objects to the photos' own edges, in one go; each photo is one edit that undo takes back. */
export function RefineDialog({ close }: { close: () => void }) {
  const { choice, photos } = useWhere()
  const [acceptedOnly, setAcceptedOnly] = useState(true)
  const { job, fault, start } = useJob('refine')
  return (
    <Sheet
      title="Refine outlines"
      close={close}
      foot={
        <Button
          className="button primary"
          isDisabled={job?.state === 'running'}
          onPress={() =>
            start(() => ({
              kind: 'refine',
              acceptedOnly,
              ...photos,
            }))
          }
        >
          Refine
        </Button>
      }
    >
      <p className="said">
        Outlines are brought to the photos’ own edges at full resolution; objects that are locked stay as they
        are. You can go on meanwhile. Each photo is one edit, which undo takes back.
      </p>
      {choice}
      <Switch on={acceptedOnly} onChange={setAcceptedOnly}>
        Accepted objects only
      </Switch>
      {fault && <p className="fault">{fault}</p>}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}
