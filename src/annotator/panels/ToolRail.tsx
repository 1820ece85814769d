import { actions } from '../actions/index.ts'
import { ActionButton } from '../controls/ActionButton.tsx'

/** The tools, one below the other. */
export function ToolRail() {
  return (
    <div role="toolbar" aria-label="Tools" aria-orientation="vertical" className="tool-rail">
      {actions
        .filter(({ group, icon }) => group === 'Tools' && icon)
        .map(({ id }) => (
          <ActionButton key={id} action={id} placement="right" />
        ))}
      <span className="grow" />
      <ActionButton action="view.hold" placement="right" />
      <ActionButton action="view.outline" placement="right" />
    </div>
  )
}
