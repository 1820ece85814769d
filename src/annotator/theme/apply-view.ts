import type { View } from '../state/types.ts'

/** Hands theme, density and the size of text to the style sheets. */
export function applyView({ theme, density, textScale }: View): void {
  const { dataset, style } = document.documentElement
  const light =
    theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches)
  dataset.theme = light ? 'light' : 'dark'
  dataset.density = density
  style.setProperty('--text-scale', String(textScale))
}
