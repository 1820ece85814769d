/** The photo and its objects. */
export function Stage() {
  return <canvas />
}
