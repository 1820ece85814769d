import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { Button, DropZone, FileTrigger, Input, Label, Text, TextField } from 'react-aria-components'
import { useApplication } from '../app/context.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { JobReport } from './JobReport.tsx'
import { useJob } from './use-job.ts'

/** Reads annotations of other programs, from a file of the person's or from the project's folder. */
export function ImportDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const [path, setPath] = useState('')
  const { job, fault, start } = useJob('import')
  const running = job?.state === 'running'
  const read = (file: File | undefined) => {
    if (file) start(async () => ({ kind: 'import', upload: await app.upload(file) }))
  }
  return (
    <Sheet title="Import annotations" close={close}>
      <p className="said">
        COCO, YOLO, labelme, PASCAL VOC, CVAT, Label Studio, masks as PNG: a file, or a zip of many. Its
        objects are added to those that are here; boxes without a mask can be made into masks afterwards.
      </p>
      <DropZone
        className="drop"
        onDrop={async event => {
          const item = event.items.find(item => item.kind === 'file')
          if (item) read(await item.getFile())
        }}
      >
        <FileUp size="2em" strokeWidth={1.25} aria-hidden />
        <Text slot="label">Drop a file here</Text>
        <FileTrigger onSelect={files => read(files?.[0])}>
          <Button className="button" isDisabled={running}>
            Choose a file
          </Button>
        </FileTrigger>
      </DropZone>
      <div className="merge">
        <TextField className="field" value={path} onChange={setPath}>
          <Label>Or a file or folder of the project</Label>
          <Input className="input" placeholder="labels/instances.json" />
        </TextField>
        <Button
          className="button"
          isDisabled={running || path.trim() === ''}
          onPress={() => start(() => ({ kind: 'import', path: path.trim() }))}
        >
          Read
        </Button>
      </div>
      {fault && <p className="fault">{fault}</p>}
      {job && <JobReport job={job} />}
    </Sheet>
  )
}
