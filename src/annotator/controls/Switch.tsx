import { Switch as AriaSwitch } from 'react-aria-components'

/** Something that is on or off. */
export function Switch({
  children,
  on,
  onChange,
}: {
  children: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <AriaSwitch className="switch" isSelected={on} onChange={onChange}>
      <span className="words">{children}</span>
      <span className="knob" />
    </AriaSwitch>
  )
}
