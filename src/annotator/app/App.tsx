import { Stage } from './Stage.tsx'

/** The page: photos on the left, the stage in the middle, classes and objects on the right, the state line below. */
export function App() {
  return (
    <div className="app">
      <header className="toolbar" />
      <aside className="photos" />
      <main className="stage">
        <Stage />
      </main>
      <aside className="objects" />
      <footer className="state-line" />
    </div>
  )
}
