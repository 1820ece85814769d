/**
 * A coordinate as a share of the side of a photo, with as many decimals as ofShare needs to have it back.
 *
 * @param whole  what the side is: 1, or 100 for percent
 */
export function shareOf(value: number, side: number, whole = 1): number {
  const decimals = Math.ceil(Math.log10(side / whole)) + 4
  return rounded((value * whole) / side, Math.max(decimals, 2))
}

/** And back, to a ten-thousandth of a pixel: on which side of a half a corner lies decides about pixels. */
export function ofShare(share: number, side: number, whole = 1): number {
  return rounded((share * side) / whole)
}

/** A number with few decimals: of a coordinate, ten-thousandths of a pixel. */
export function rounded(value: number, decimals = 4): number {
  return Number(value.toFixed(decimals)) + 0
}
