/** Text that stands as it is in SVG and in its attributes. */
export function escapeText(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, character => named[character]!)
}

/** A length for SVG, to hundredths of a pixel. */
export function px(value: number): string {
  return String(Math.round(100 * value) / 100)
}

/** Fonts that browsers and librsvg find on every system. */
export const sans = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"

/** Colours that people tell apart whatever their colour vision (Okabe and Ito, 2008). */
export const palette = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  vermilion: '#d55e00',
  purple: '#cc79a7',
  sky: '#56b4e9',
} as const
