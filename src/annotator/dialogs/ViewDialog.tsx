import { useApplication, useAppState } from '../app/context.tsx'
import { Choice } from '../controls/Choice.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { Slider } from '../controls/Slider.tsx'
import { Switch } from '../controls/Switch.tsx'

/** How things look. */
export function ViewDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const view = useAppState(state => state.view)
  const window = view.window ?? { low: 0, high: 100 }
  const setWindow = (low: number, high: number) =>
    app.view({ window: low === 0 && high === 100 ? null : { low, high } })
  const percent = (value: number) => `${Math.round(100 * value)} %`
  return (
    <Sheet title="View" close={close} width="42rem">
      <div className="two-columns">
        <section className="stack" aria-label="Objects">
          <h3>Objects</h3>
          <Slider
            label="Colour over objects"
            value={view.opacity}
            min={0}
            max={1}
            step={0.05}
            format={percent}
            onChange={opacity => app.view({ opacity })}
          />
          <div>
            <Switch on={view.outlineOnly} onChange={outlineOnly => app.view({ outlineOnly })}>
              Outlines only
            </Switch>
            <Switch on={view.labels} onChange={labels => app.view({ labels })}>
              Class names on objects
            </Switch>
            <Switch on={view.crosshair} onChange={crosshair => app.view({ crosshair })}>
              Crosshair
            </Switch>
            <Switch on={view.magnifier} onChange={magnifier => app.view({ magnifier })}>
              Magnifier
            </Switch>
            <Switch on={view.claimPixels} onChange={claimPixels => app.view({ claimPixels })}>
              Do not paint over other objects
            </Switch>
          </div>
        </section>
        <section className="stack" aria-label="Page">
          <h3>Page</h3>
          <Choice
            label="Theme"
            value={view.theme}
            options={[
              ['dark', 'Dark'],
              ['light', 'Light'],
              ['system', 'System'],
            ]}
            onChange={theme => app.view({ theme })}
          />
          <Choice
            label="Density"
            value={view.density}
            options={[
              ['compact', 'Compact'],
              ['comfortable', 'Comfortable'],
            ]}
            onChange={density => app.view({ density })}
          />
          <Slider
            label="Size of text"
            value={view.textScale}
            min={1}
            max={2}
            step={0.1}
            format={percent}
            onChange={textScale => app.view({ textScale })}
          />
          <h3>Photos of 16 bits</h3>
          <Slider
            label="Black below percentile"
            value={window.low}
            min={0}
            max={Math.min(49, window.high - 1)}
            step={0.5}
            format={value => `${value}`}
            onChange={low => setWindow(low, window.high)}
          />
          <Slider
            label="White above percentile"
            value={window.high}
            min={Math.max(51, window.low + 1)}
            max={100}
            step={0.5}
            format={value => `${value}`}
            onChange={high => setWindow(window.low, high)}
          />
        </section>
      </div>
    </Sheet>
  )
}
