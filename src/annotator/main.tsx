import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { ApplicationProvider } from './app/context.tsx'
import { parcelDatabase } from './client/parcel-database.ts'
import { Session } from './client/session.ts'
import { createState } from './state/store.ts'
import './theme/theme.css'

const app = new Session(createState(), await parcelDatabase())
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <ApplicationProvider app={app}>
      <App />
    </ApplicationProvider>
  </StrictMode>,
)
await app.start()
