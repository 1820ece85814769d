import { useEffect, useRef } from 'react'
import { Stage as StageOnCanvas } from '../canvas/stage.ts'
import { useApplication } from './context.tsx'
import '../canvas/stage.css'

/** The photo and its objects: a canvas for them, and one above it for what moves with the pointer. */
export function Stage() {
  const app = useApplication()
  const base = useRef<HTMLCanvasElement>(null)
  const over = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const stage = new StageOnCanvas(app, base.current!, over.current!)
    return () => stage.close()
  }, [app])
  return (
    <>
      <canvas ref={base} className="stage-canvas" aria-hidden />
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes pointers and keys as a program does */}
      <canvas
        ref={over}
        className="stage-canvas"
        tabIndex={0}
        role="application"
        aria-label="Photo. Arrow keys move a pointer, Space clicks, Enter accepts, Escape takes a step back."
      />
    </>
  )
}
