import { useState } from 'react'
import type { Job, JobRequest } from '../../server/browser.ts'
import { useApplication, useAppState } from '../app/context.tsx'

/** The newest job of a kind, whether it runs or has ended, and a way to start one. */
export function useJob(kind: Job['kind']): {
  job: Job | undefined
  fault: string | null
  start: (request: () => Promise<JobRequest> | JobRequest) => void
} {
  const app = useApplication()
  const job = useAppState(state => state.jobs.find(job => job.kind === kind))
  const [fault, setFault] = useState<string | null>(null)
  const start = (request: () => Promise<JobRequest> | JobRequest) => {
    setFault(null)
    Promise.resolve()
      .then(request)
      .then(request => app.startJob(request))
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
  }
  return { job, fault, start }
}
