import type { JobRequest, UploadAnswer } from '../../server/browser.ts'
import { ask } from './api.ts'

// How the jobs go on comes by events.

export async function startJob(request: JobRequest): Promise<void> {
  await ask('/jobs', { method: 'POST', body: request })
}

export async function cancelJob(id: string): Promise<void> {
  await ask(`/jobs/${id}`, { method: 'DELETE' })
}

/** Has masks made by what a training made, or with null by the model that the server was started with. */
export async function chooseModel(job: string | null): Promise<void> {
  await ask('/model', { method: 'PUT', body: { job } })
}

/** Gives the server a file of annotations; the answer names it for an import. */
export async function upload(file: File): Promise<string> {
  const response = await fetch('/api/uploads', { method: 'POST', body: file })
  if (!response.ok) throw new Error(((await response.json()) as { message: string }).message)
  return ((await response.json()) as UploadAnswer).id
}
