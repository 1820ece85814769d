import { type ReactNode, useState } from 'react'
import { useAppState } from '../app/context.tsx'
import { Choice } from '../controls/Choice.tsx'

/** Whether a job is for all photos or for the one on the stage: the choice, and what the request says of it. */
export function useWhere(): { choice: ReactNode; photos: { images?: string[] } } {
  const image = useAppState(state => state.image)
  const [where, setWhere] = useState<'project' | 'photo'>('project')
  const choice = (
    <Choice
      label="Where"
      value={where}
      options={[
        ['project', 'All photos'],
        ['photo', 'This photo'],
      ]}
      onChange={setWhere}
    />
  )
  return { choice, photos: where === 'photo' && image ? { images: [image.id] } : {} }
}
