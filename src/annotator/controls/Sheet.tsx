import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

type SheetProps = {
  title: string
  close: () => void
  children: ReactNode
  /** Buttons at the foot. */
  foot?: ReactNode
  width?: string
}

/** A dialog with a title and a way out: the cross, Escape, or a click beside it. */
export function Sheet({ title, close, children, foot, width = '34rem' }: SheetProps) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={open => open || close()}>
      <Modal className="sheet" style={{ '--sheet-width': width } as object}>
        <Dialog>
          <header>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button className="button quiet icon" aria-label="Close" onPress={close}>
              <X size="1.25em" aria-hidden />
            </Button>
          </header>
          <div className="body">{children}</div>
          {foot && <footer>{foot}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
