/** Gives a file to the person, who finds it among the downloads. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has to have begun with it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
