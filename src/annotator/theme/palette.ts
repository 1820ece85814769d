/**
 * Twenty colours for classes that stay apart for people who see red and green, or blue and yellow, alike: the first
 * seven are Okabe and Ito's, the others lie as far from all before them as the screen allows, in OKLab, as seen with
 * and without each of the three deficiencies (Machado, Oliveira and Fernandes, 2009). palette.test.ts has the figure.
 */
export const palette = [
  '#56b4e9',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#852919',
  '#5df9f4',
  '#155569',
  '#9961fc',
  '#bfb89b',
  '#651e9e',
  '#c0eeab',
  '#77624e',
  '#6a31e8',
  '#2edae2',
  '#8a8dfb',
  '#c02ca7',
  '#c52f15',
] as const

/** Of objects that have no class. */
const withoutClass = '#a3a8b3'

/** `#rrggbb` of a class: its own colour, or the palette's, which begins again after twenty. */
export function colourOf(colour: number | string | undefined): string {
  if (colour === undefined) return withoutClass
  return typeof colour === 'string' ? colour : palette[colour % palette.length]!
}

/** Black or white, whichever is easier to read on a colour `#rrggbb`. */
export function inkOn(colour: string): '#000' | '#fff' {
  const [red, green, blue] = [1, 3, 5].map(i => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
  const linear = (channel: number) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  const luminance = 0.2126 * linear(red!) + 0.7152 * linear(green!) + 0.0722 * linear(blue!)
  // Where the contrast ratios of WCAG with black and with white are equal.
  return luminance > 0.179 ? '#000' : '#fff'
}
