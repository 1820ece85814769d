/** Bytes as text of 64 letters (RFC 4648). */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // In pieces, since a call takes a bounded number of arguments.
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}

/** @throws RangeError when the text is not of that kind */
export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch (cause) {
    throw new RangeError('the text is no base64', { cause })
  }
}
