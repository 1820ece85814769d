const signs: Record<string, string> = {
  Left: '←',
  Right: '→',
  Up: '↑',
  Down: '↓',
  Backspace: '⌫',
  Enter: '↵',
}

/** A key as people see it on their keyboard. */
export function Keycap({ keys, clash = false }: { keys: string; clash?: boolean }) {
  const parts = keys.endsWith('++')
    ? [...keys.slice(0, -2).split('+'), '+']
    : keys === '+'
      ? ['+']
      : keys.split('+')
  return (
    <kbd className={clash ? 'keycap clash' : 'keycap'}>
      {parts.map(part => signs[part] ?? part).join(' ')}
    </kbd>
  )
}
