import { useState } from 'react'
import { Button, Input, Label, TextField } from 'react-aria-components'
import { Choice } from '../controls/Choice.tsx'
import { Select } from '../controls/Select.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { Slider } from '../controls/Slider.tsx'
import { Switch } from '../controls/Switch.tsx'
import { exportFormats } from './export-formats.ts'
import { JobReport } from './JobReport.tsx'
import { useJob } from './use-job.ts'

/** Writes the whole project in the format that somebody's training code reads. */
export function ExportDialog({ close }: { close: () => void }) {
  const [format, setFormat] = useState<string>('coco')
  const [validation, setValidation] = useState(0)
  const [test, setTest] = useState(0)
  const [strict, setStrict] = useState(false)
  const [acceptedOnly, setAcceptedOnly] = useState(false)
  const [where, setWhere] = useState<'file' | 'folder'>('file')
  const [folder, setFolder] = useState('annotations')
  const { job, fault, start } = useJob('export')
  const percent = (value: number) => `${Math.round(100 * value)} %`
  const write = () =>
    start(() => ({
      kind: 'export',
      format,
      strict,
      acceptedOnly,
      ...(validation + test > 0 ? { split: { validation, test, seed: 0 } } : {}),
      ...(where === 'folder' ? { folder } : {}),
    }))
  return (
    <Sheet
      title="Export annotations"
      close={close}
      foot={
        <Button className="button primary" isDisabled={job?.state === 'running'} onPress={write}>
          Export
        </Button>
      }
    >
      <Select label="Format" value={format} options={exportFormats} onChange={setFormat} />
      <div className="two-columns">
        <Slider
          label="For validation"
          value={validation}
          min={0}
          max={0.5}
          step={0.05}
          format={percent}
          onChange={setValidation}
        />
        <Slider
          label="For test"
          value={test}
          min={0}
          max={0.45}
          step={0.05}
          format={percent}
          onChange={setTest}
        />
      </div>
      <div>
        <Switch on={acceptedOnly} onChange={setAcceptedOnly}>
          Accepted objects only
        </Switch>
        <Switch on={strict} onChange={setStrict}>
          Strict: refuse where the format would lose holes or parts
        </Switch>
      </div>
      <Choice
        label="Where to"
        value={where}
        options={[
          ['file', 'A file to save'],
          ['folder', 'A folder of the project'],
        ]}
        onChange={setWhere}
      />
      {where === 'folder' && (
        <TextField className="field" value={folder} onChange={setFolder}>
          <Label>Folder</Label>
          <Input className="input" />
        </TextField>
      )}
      {fault && <p className="fault">{fault}</p>}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}
