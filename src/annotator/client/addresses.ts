/** Where the server has a photo's pixels, as the browser can show them; `window` for photos of 16 bits. */
export function photoAddress(imageId: string, window: { low: number; high: number } | null): string {
  const query = window ? `?view=${window.low},${window.high}` : ''
  return `/api/images/${imageId}/photo${query}`
}

/** Where the server has the small picture of a photo. */
export function thumbnailAddress(imageId: string): string {
  return `/api/images/${imageId}/thumbnail`
}
