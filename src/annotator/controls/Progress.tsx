import { ProgressBar } from 'react-aria-components'

/** How far something is; total 0 while nobody knows. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const known = total > 0
  return (
    <ProgressBar
      className="progress"
      value={done}
      maxValue={Math.max(1, total)}
      isIndeterminate={!known}
      aria-label={label}
    >
      {({ percentage }) => (
        <>
          <span className="clip">{label}</span>
          <span className="number dim">{known ? `${done} of ${total}` : ''}</span>
          <div className={known ? 'bar' : 'bar unknown'}>
            <div style={known ? { inlineSize: `${percentage}%` } : {}} />
          </div>
        </>
      )}
    </ProgressBar>
  )
}
