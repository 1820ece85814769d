// First, so that what is of one panel comes after what is of all.
import './theme/theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { ApplicationProvider } from './app/context.tsx'
import { parcelDatabase } from './client/parcel-database.ts'
import { Session } from './client/session.ts'
import { createState } from './state/store.ts'

const app = new Session(createState(), await parcelDatabase())
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <ApplicationProvider app={app}>
      <App />
    </ApplicationProvider>
  </StrictMode>,
)
await app.start()
