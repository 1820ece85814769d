import { useEffect, useRef, useState } from 'react'
import { actions } from '../actions/index.ts'
import { Dialogs } from '../dialogs/Dialogs.tsx'
import { listenToKeys } from '../keys/listen.ts'
import { ClassPanel } from '../panels/ClassPanel.tsx'
import { Notices } from '../panels/Notices.tsx'
import { ObjectDetails } from '../panels/ObjectDetails.tsx'
import { ObjectPanel } from '../panels/ObjectPanel.tsx'
import { OverStage } from '../panels/OverStage.tsx'
import { PhotoPanel } from '../panels/PhotoPanel.tsx'
import { ReviewBar } from '../panels/ReviewBar.tsx'
import { StateLine } from '../panels/StateLine.tsx'
import { Toolbar } from '../panels/Toolbar.tsx'
import { ToolRail } from '../panels/ToolRail.tsx'
import { applyView } from '../theme/apply-view.ts'
import { useApplication, useAppState } from './context.tsx'
import { Stage } from './Stage.tsx'
import './app.css'

/** The toolbar has room for words from this width on, in rem. */
const roomForWords = 92

/** The page: photos on the left, the stage in the middle, classes and objects on the right, the state line below. */
export function App() {
  const app = useApplication()
  const panels = useAppState(state => state.view.panels)
  const review = useAppState(state => state.mode === 'review')
  const view = useAppState(state => state.view)
  const page = useRef<HTMLDivElement>(null)
  const [narrow, setNarrow] = useState(false)

  useEffect(() => listenToKeys(app, actions), [app])
  useEffect(() => {
    applyView(view)
    const system = matchMedia('(prefers-color-scheme: light)')
    const follow = () => applyView(view)
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [view])
  useEffect(() => {
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setNarrow(page.current!.clientWidth < roomForWords * rem)
    }
    const watch = new ResizeObserver(measure)
    watch.observe(page.current!)
    // The toolbar grows with the text, while the page stays as it is.
    const scale = new MutationObserver(measure)
    scale.observe(document.documentElement, { attributeFilter: ['style'] })
    return () => {
      watch.disconnect()
      scale.disconnect()
    }
  }, [])

  return (
    <div ref={page} className="app" data-narrow={narrow || undefined}>
      <Toolbar />
      {panels.photos && <PhotoPanel />}
      <ToolRail />
      <main className="stage" aria-label="Stage">
        <Stage />
        <OverStage />
        {review && <ReviewBar />}
        <Notices />
      </main>
      {panels.objects && (
        <aside className="panel right" aria-label="Classes and objects">
          <ClassPanel />
          <ObjectPanel />
          <ObjectDetails />
        </aside>
      )}
      <StateLine />
      <Dialogs />
    </div>
  )
}
