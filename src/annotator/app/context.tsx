import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { State } from '../state/types.ts'
import type { Application } from './application.ts'

const Context = createContext<Application | null>(null)

/** Gives the application to what is inside. */
export function ApplicationProvider({ app, children }: { app: Application; children: ReactNode }) {
  return <Context value={app}>{children}</Context>
}

export function useApplication(): Application {
  const app = useContext(Context)
  if (!app) throw new Error('useApplication: outside of ApplicationProvider')
  return app
}

/** A part of the state; the component is drawn again when it changes. What select gives must be the same while it does not. */
export function useAppState<Part>(select: (state: State) => Part): Part {
  return useStore(useApplication().store, select)
}
