import type { ReactNode } from 'react'
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components'
import { actionOf } from '../actions/index.ts'
import { useApplication, useAppState } from '../app/context.tsx'
import { keysOf } from '../keys/keymap.ts'
import { Keycap } from './Keycap.tsx'

type ActionButtonProps = {
  /** Id of the action. */
  action: string
  /** Words beside the icon; the icon alone when absent. */
  children?: ReactNode
  className?: string
  placement?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button for one of the actions: its icon, with its name and key in the tooltip. */
export function ActionButton({
  action: id,
  children,
  className = 'quiet',
  placement = 'bottom',
}: ActionButtonProps) {
  const app = useApplication()
  const action = actionOf(id)
  const possible = useAppState(state => action.when?.(state) ?? true)
  const on = useAppState(state => action.on?.(state) ?? false)
  const detail = useAppState(state => action.detail?.(state))
  const keys = useAppState(state => keysOf(action, state.keymap))
  const Icon = action.icon
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button
        className={`button ${className} ${children ? '' : 'icon'}`}
        {...(!children && { 'aria-label': action.label })}
        {...(action.on && { 'aria-pressed': on })}
        isDisabled={!possible}
        {...(action.release
          ? { onPressStart: () => void action.perform(app), onPressEnd: () => action.release!(app) }
          : { onPress: () => void action.perform(app) })}
      >
        {Icon && <Icon size="1.25em" strokeWidth={1.75} aria-hidden />}
        {children}
      </Button>
      <Tooltip className="tooltip" placement={placement} offset={6}>
        <span>{detail ? `${action.label}: ${detail}` : action.label}</span>
        {keys[0] && <Keycap keys={keys[0]} />}
      </Tooltip>
    </TooltipTrigger>
  )
}
