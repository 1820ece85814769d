import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useRem } from '../theme/rem.ts'
import './rows.css'

type VirtualRowsProps<Item extends { readonly id: string }> = {
  label: string
  /** Rows of a grid may hold buttons, options of a listbox may not. */
  role: 'grid' | 'listbox'
  items: readonly Item[]
  /** Height of a row in rem. */
  height: number
  selected: readonly string[]
  /** The row that keys move from, kept in sight. */
  active: string | null
  /** By a click or an arrow key; `extend` with Shift, `toggle` with Ctrl. */
  onSelect: (item: Item, how: { extend: boolean; toggle: boolean }) => void
  onOpen?: (item: Item) => void
  onHover?: (item: Item | null) => void
  className?: string
  rowClass?: (item: Item) => string
  row: (item: Item, index: number) => ReactNode
}

/**
 * A list of any length, of which only the rows in sight are on the page. One stop of the Tab key; arrows, Home and
 * End move, Enter opens.
 */
export function VirtualRows<Item extends { readonly id: string }>(props: VirtualRowsProps<Item>) {
  const {
    label,
    role,
    items,
    height,
    selected,
    active,
    onSelect,
    onOpen,
    onHover,
    className = '',
    rowClass,
    row,
  } = props
  const frame = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const pixels = Math.round(height * useRem())
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => pixels,
    getItemKey: index => items[index]!.id,
    overscan: 6,
  })
  const at = active === null ? -1 : items.findIndex(({ id }) => id === active)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are measured anew when their height changes
  useEffect(() => rows.measure(), [pixels])
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the active row, not the person's scrolling
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at)
  }, [at])

  const move = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / pixels) - 1)
    const target = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? items.length - 1 : at - 1,
      Home: 0,
      End: items.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    }[event.key]
    if (event.key === 'Enter' && at >= 0 && onOpen) onOpen(items[at]!)
    else if (target === undefined || event.ctrlKey || event.altKey || items.length === 0) return
    else {
      const item = items[Math.min(items.length - 1, Math.max(0, target))]!
      onSelect(item, { extend: event.shiftKey, toggle: false })
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const press = (event: PointerEvent, item: Item) => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return
    onSelect(item, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a grid or a listbox
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: which both support these
    <div
      ref={frame}
      role={role}
      aria-label={label}
      aria-multiselectable={role === 'grid' || undefined}
      aria-rowcount={role === 'grid' ? items.length : undefined}
      aria-activedescendant={at >= 0 ? `${prefix}${items[at]!.id}` : undefined}
      tabIndex={0}
      className={`rows ${className}`}
      onKeyDown={move}
      onPointerLeave={() => onHover?.(null)}
    >
      <div role="presentation" style={{ position: 'relative', blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start, size }) => {
          const item = items[index]!
          return (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a row or an option, which both can be selected
            // biome-ignore lint/a11y/noStaticElementInteractions: the list has the focus, and names its active row
            <div
              key={key}
              id={`${prefix}${item.id}`}
              role={role === 'grid' ? 'row' : 'option'}
              aria-selected={selected.includes(item.id)}
              {...(role === 'grid'
                ? { 'aria-rowindex': index + 1 }
                : { 'aria-setsize': items.length, 'aria-posinset': index + 1 })}
              className={`row ${rowClass?.(item) ?? ''}`}
              data-active={index === at || undefined}
              style={{ position: 'absolute', insetInline: 0, blockSize: size, translate: `0 ${start}px` }}
              onPointerDown={event => press(event, item)}
              onDoubleClick={() => onOpen?.(item)}
              onPointerEnter={() => onHover?.(item)}
            >
              {row(item, index)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
