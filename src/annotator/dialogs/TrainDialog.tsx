import { Sheet } from '../controls/Sheet.tsx'

export function TrainDialog({ close }: { close: () => void }) {
  return (
    <Sheet title="Train on these" close={close}>
      <p className="said">…</p>
    </Sheet>
  )
}
