import { useEffect } from 'react'
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
import { usePageWidth } from '../theme/rem.ts'
import { useApplication, useAppState } from './context.tsx'
import { Stage } from './Stage.tsx'
import './app.css'

/** From these widths on, in rem, the toolbar has room for words, and for all of its buttons in one line. */
const roomForWords = 92
const roomForButtons = 66

/** The page: photos on the left, the stage in the middle, classes and objects on the right, the state line below. */
export function App() {
  const app = useApplication()
  const panels = useAppState(state => state.view.panels)
  const review = useAppState(state => state.mode === 'review')
  const view = useAppState(state => state.view)
  const width = usePageWidth()

  useEffect(() => listenToKeys(app, actions), [app])
  useEffect(() => {
    applyView(view)
    const system = matchMedia('(prefers-color-scheme: light)')
    const follow = () => applyView(view)
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [view])
  return (
    <div
      className="app"
      data-narrow={width < roomForWords || undefined}
      data-cramped={width < roomForButtons || undefined}
    >
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
