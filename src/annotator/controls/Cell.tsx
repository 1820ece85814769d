import type { CSSProperties, ReactNode } from 'react'

type CellProps = {
  children: ReactNode
  className?: string
  style?: CSSProperties
  label?: string
  title?: string
}

/** A cell of a row in a grid that is no table. */
export function Cell({ children, label, ...rest }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that come and go with scrolling cannot be those of a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and names its active row
    <div role="gridcell" aria-label={label} {...rest}>
      {children}
    </div>
  )
}
