import { ImageOff, ServerOff } from 'lucide-react'
import { useAppState } from '../app/context.tsx'
import './over-stage.css'

/** What stands in place of a photo when there is none to show, and the hint for the first four clicks. */
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
  return <FirstHint />
}

/** Four words for the first object of a project; gone as soon as there is one. */
function FirstHint() {
  const first = useAppState(
    state =>
      state.image !== null &&
      !state.loading &&
      state.tool === 'extreme' &&
      Object.keys(state.objects).length === 0 &&
      state.images.every(({ objects }) => objects === 0),
  )
  if (!first) return null
  return (
    <div className="first-hint">
      <svg viewBox="0 0 64 48" aria-hidden>
        <path d="M30 6c12-3 24 6 25 17S46 42 33 43 9 38 8 26 18 9 30 6Z" />
        <circle cx="31" cy="6" r="3.5" />
        <circle cx="55" cy="23" r="3.5" />
        <circle cx="33" cy="43" r="3.5" />
        <circle cx="8" cy="26" r="3.5" />
      </svg>
      <p>
        Click an object’s
        <br />
        <b>left, top, right, bottom.</b>
      </p>
    </div>
  )
}
