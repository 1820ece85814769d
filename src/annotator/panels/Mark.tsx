/** The sign of the project: four points around an outline. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="1.7em" height="1.7em" aria-hidden className="mark">
      <path
        d="M12 4c4 0 7.5 3 7.5 7.5S16 20 12 20s-7.5-3-7.5-8S8 4 12 4Z"
        fill="var(--accent)"
        fillOpacity="0.22"
        stroke="var(--accent)"
        strokeWidth="1.6"
      />
      {[
        [12, 4],
        [19.5, 11.5],
        [12, 20],
        [4.5, 12],
      ].map(([x, y]) => (
        <circle
          key={`${x} ${y}`}
          cx={x}
          cy={y}
          r="2.3"
          fill="var(--surface)"
          stroke="var(--accent)"
          strokeWidth="1.6"
        />
      ))}
    </svg>
  )
}
