import { Button } from 'react-aria-components'
import type { Job } from '../../server/browser.ts'
import { useApplication } from '../app/context.tsx'
import { Progress } from '../controls/Progress.tsx'

/** How far a job is, or how it ended: what came out in numbers, and what was lost. */
export function JobReport({ job }: { job: Job }) {
  const app = useApplication()
  const { state, message, done, total, result } = job
  if (state === 'running')
    return (
      <div className="stack">
        <Progress label={message} done={done} total={total} />
        <Button className="button" onPress={() => void app.cancelJob(job.id)}>
          Cancel
        </Button>
      </div>
    )
  return (
    <div className="stack" role="status">
      <p className={state === 'failed' ? 'fault' : 'said'}>{message}</p>
      {result && (
        <dl className="figures">
          {Object.entries(result.counts).map(([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="number">{count}</dd>
            </div>
          ))}
        </dl>
      )}
      {result?.folder && (
        <p className="said">
          Written to <code>{result.folder}</code>.
        </p>
      )}
      {result && result.losses.length > 0 && (
        <ul className="losses">
          {result.losses.map(loss => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      )}
      {result?.download && (
        <a className="button primary" href={result.download} download>
          Save the file
        </a>
      )}
    </div>
  )
}
