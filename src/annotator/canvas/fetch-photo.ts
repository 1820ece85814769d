import { refusal } from '../client/api.ts'

/**
 * A photo's pixels from the server.
 *
 * @param path  its name, for people
 * @throws Error that says what is wrong with the photo, such as that nothing here can decode it
 */
export async function fetchPhoto(address: string, path: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(address, { signal })
  if (!response.ok) throw refusal(response, await response.text())
  try {
    return await createImageBitmap(await response.blob())
  } catch (error) {
    throw new Error(`${path}: the browser cannot show it; save it as JPEG or PNG`, { cause: error })
  }
}
