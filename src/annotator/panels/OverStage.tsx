import { ImageOff, ServerOff } from 'lucide-react'
import { useAppState } from '../app/context.tsx'
import './over-stage.css'

/** What stands in place of a photo when there is none to show. */
export function OverStage() {
  const project = useAppState(state => state.project)
  const image = useAppState(state => state.image)
  const loading = useAppState(state => state.loading)
  const failure = useAppState(state => state.failure)
  if (failure !== null)
    return (
      <div className="over-stage" role="alert">
        <ServerOff size="2.5em" strokeWidth={1.25} aria-hidden />
        <h2>This did not work</h2>
        <p>{failure}</p>
      </div>
    )
  if (!image && !loading)
    return (
      <div className="over-stage">
        <ImageOff size="2.5em" strokeWidth={1.25} aria-hidden />
        <h2>No photos here yet</h2>
        <p>
          Put some into <code>{project?.folder}</code>, also into folders below it: JPEG, PNG, WebP, AVIF,
          TIFF. They appear by themselves.
        </p>
      </div>
    )
  if (image?.missing)
    return (
      <div className="over-stage">
        <ImageOff size="2.5em" strokeWidth={1.25} aria-hidden />
        <h2>This photo is missing</h2>
        <p>
          <code>{image.path}</code> is not there any more. Its objects are kept: put the file back, under any
          name.
        </p>
      </div>
    )
  return null
}
