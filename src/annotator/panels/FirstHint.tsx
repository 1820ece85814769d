import { useAppState } from '../app/context.tsx'

/**
 * Four words for the first object of a project, where its line will be; gone as soon as there is one. Nothing of the
 * photo is under it.
 */
export function FirstHint() {
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
