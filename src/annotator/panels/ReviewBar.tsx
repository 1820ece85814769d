import { useAppState } from '../app/context.tsx'
import { ActionButton } from '../controls/ActionButton.tsx'
import { classNameOf, objectList } from '../state/objects.ts'
import type { State } from '../state/types.ts'

const reviewed = ({ objects }: State) =>
  Object.values(objects).filter(({ review }) => review !== 'unreviewed').length

/** What is asked of the person in review mode: is this one right? */
export function ReviewBar() {
  const done = useAppState(reviewed)
  const all = useAppState(state => objectList(state).length)
  const object = useAppState(state => state.objects[state.selection[0] ?? ''])
  const name = useAppState(state => classNameOf(state, object?.class ?? null))
  return (
    <section className="review-bar" aria-label="Review">
      <div className="words">
        <div className="clip">{object ? name : 'Nothing left on this photo'}</div>
        <div className="dim small number">
          {done} of {all} here reviewed
          {object?.doubt !== null &&
            object?.doubt !== undefined &&
            ` · doubt ${Math.round(100 * object.doubt)} %`}
        </div>
      </div>
      <ActionButton action="review.accept" className="primary" placement="top">
        Accept
      </ActionButton>
      <ActionButton action="review.reject" className="danger" placement="top">
        Reject
      </ActionButton>
      <ActionButton action="review.fix" className="" placement="top">
        Fix
      </ActionButton>
      <ActionButton action="review.skip" placement="top" />
      <ActionButton action="object.note" placement="top" />
      <ActionButton action="review.mode" placement="top">
        Leave review
      </ActionButton>
    </section>
  )
}
