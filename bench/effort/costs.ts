// What a person's time is made of, fixed before anything was measured. The keystroke-level model: Card, Moran and
// Newell, The keystroke-level model for user performance time with interactive systems, CACM 23(7), 1980.

export const costs = {
  /** Pointing with a mouse, P. Also for a point that is dragged: pointing with the button held. */
  point: 1.1,
  /** Pressing and letting go a mouse button, B. */
  click: 0.2,
  /** A key, of an average skilled typist, K. Shift and Ctrl are keys of their own; so is a notch of the wheel. */
  key: 0.28,
  /**
   * Deciding, M: before each new method, that is before what selects a command, and before going on after a look at
   * what came out. Not before each place that is pointed at: those are arguments (the model's rule 0).
   */
  decide: 1.35,
  /** Drawing, D: of each straight piece of a stroke ... */
  piece: 0.9,
  /** ... and of each centimetre. */
  centimetre: 0.16,
} as const

/** Pixels of the page per centimetre: CSS has 96 to the inch. */
const pixelsPerCentimetre = 96 / 2.54

/**
 * How far a click is off, as standard deviation in x and in y, in pixels of the screen: what a hand can do in the 1.1 s
 * that pointing is given. With a mouse people transmit 3.7 to 4.9 bits a second (Soukoreff and MacKenzie, Int. J.
 * Human-Computer Studies 61, 2004); at 4.3, 1.1 s are 4.7 bits, and log2(distance / width + 1) = 4.7 at 250 pixels means
 * that 96 % of the clicks are within a width of 9.8, which is 4.133 standard deviations (ISO 9241-9).
 */
export const clickDeviation = 2.4

/** Seconds for a stroke of so many straight pieces and pixels of the screen. */
export const strokeSeconds = (pieces: number, pixels: number): number =>
  costs.piece * pieces + (costs.centimetre * pixels) / pixelsPerCentimetre

/** What was done, and how long that takes. */
export class Effort {
  points = 0
  clicks = 0
  keys = 0
  decisions = 0
  /** Seconds of strokes, and of waiting for the page, measured. */
  strokes = 0
  waiting = 0

  get seconds(): number {
    return (
      costs.point * this.points +
      costs.click * this.clicks +
      costs.key * this.keys +
      costs.decide * this.decisions +
      this.strokes +
      this.waiting
    )
  }
}
