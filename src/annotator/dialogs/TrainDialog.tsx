import { ArrowRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import type { JobResult } from '../../server/browser.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { Select } from '../controls/Select.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { classList, classNameOf } from '../state/objects.ts'
import { JobReport } from './JobReport.tsx'
import { LossCurve } from './LossCurve.tsx'
import { boxAround, SampleMask } from './SampleMask.tsx'
import { useJob } from './use-job.ts'

type Training = NonNullable<JobResult['training']>

/** Fine-tunes the model on the person's accepted masks, shows what that gained, and switches when told to. */
export function TrainDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const classes = useAppState(classList)
  const model = useAppState(state => state.model)
  const [only, setOnly] = useState('all')
  const { job, fault, start } = useJob('train')
  const [refused, setRefused] = useState<string | null>(null)
  const training = job?.result?.training
  const running = job?.state === 'running'

  const use = (jobId: string | null) => {
    setRefused(null)
    app.chooseModel(jobId).then(close, (error: Error) => setRefused(error.message))
  }

  return (
    <Sheet
      title="Train on these"
      close={close}
      width="48rem"
      foot={
        <>
          <Button className="button quiet" onPress={() => use(null)}>
            Use the first model
          </Button>
          <span className="grow" />
          {training && job && (
            <Button
              className={training.after > training.before ? 'button primary' : 'button'}
              onPress={() => use(job.id)}
            >
              Use the new model
            </Button>
          )}
          <Button
            className={training ? 'button' : 'button primary'}
            isDisabled={running}
            onPress={() => start(() => ({ kind: 'train', ...(only !== 'all' && { class: only }) }))}
          >
            {training ? 'Train again' : 'Train'}
          </Button>
        </>
      }
    >
      <p className="said">
        The model learns from the masks that you accepted, on this machine. You can go on labelling meanwhile,
        also close the page. Nothing changes until you choose the new model, and the first one stays.
      </p>
      <Select
        label="Learn from"
        value={only}
        options={[['all', 'all classes'], ...classes.map(({ id, name }) => [id, name] as const)]}
        onChange={setOnly}
      />
      <p className="dim small">In use: {model.name}</p>
      {(fault ?? refused) && <p className="fault">{fault ?? refused}</p>}
      {job?.curve && job.curve.length > 0 && <LossCurve curve={job.curve} />}
      {training && <Gain training={training} />}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}

const percent = (iou: number) => `${(100 * iou).toFixed(1)} %`

/** Old and new model side by side: the mean over the person's objects, and those that changed the most. */
function Gain({ training: { before, after, objects, samples } }: { training: Training }) {
  const points = 100 * (after - before)
  return (
    <section className="stack" aria-label="What the training gained">
      <div className="gain">
        <div>
          <span className="dim small">Model in use</span>
          <b className="number">{percent(before)}</b>
        </div>
        <ArrowRight size="1.5em" className="dim" aria-hidden />
        <div>
          <span className="dim small">New model</span>
          <b className={`number ${points > 0 ? 'good' : 'bad'}`}>{percent(after)}</b>
        </div>
        <p className="said">
          Mean IoU of {objects} objects, each asked of a model that had not seen it: {points >= 0 ? '+' : '−'}
          {Math.abs(points).toFixed(1)} points.
        </p>
      </div>
      <ul className="samples">
        {samples.map(sample => (
          <Sample key={sample.object} sample={sample} />
        ))}
      </ul>
    </section>
  )
}

function Sample({ sample: { image, object, before, after } }: { sample: Training['samples'][number] }) {
  const name = useAppState(state => classNameOf(state, state.objects[object]?.class ?? null))
  const around = useMemo(() => boxAround(before.mask, after.mask), [before.mask, after.mask])
  return (
    <li>
      {([before, after] as const).map((side, i) => (
        <figure key={i === 0 ? 'before' : 'after'}>
          <SampleMask
            image={image}
            mask={side.mask}
            around={around}
            label={`${name} by the ${i === 0 ? 'model in use' : 'new model'}`}
          />
          <figcaption className="number small">
            {i === 0 ? 'in use' : 'new'} {percent(side.iou)}
          </figcaption>
        </figure>
      ))}
    </li>
  )
}
