import { useSyncExternalStore } from 'react'

const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** Text grows with the view options, with the window, and with what the person told the browser. */
function onChange(changed: () => void): () => void {
  const scale = new MutationObserver(changed)
  scale.observe(document.documentElement, { attributeFilter: ['style'] })
  addEventListener('resize', changed)
  return () => {
    scale.disconnect()
    removeEventListener('resize', changed)
  }
}

/** Screen pixels of 1rem. */
export function useRem(): number {
  return useSyncExternalStore(onChange, rem)
}

/** The width of the page in rem. */
export function usePageWidth(): number {
  return useSyncExternalStore(onChange, () => Math.floor(document.documentElement.clientWidth / rem()))
}
