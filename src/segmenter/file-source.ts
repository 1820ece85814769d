/** Where a file is: a path or web address (in a browser an address), its bytes, or a Blob such as a chosen File. */
export type FileSource = string | URL | Uint8Array | Blob

export type NamedBytes = { readonly name: string; readonly bytes: Uint8Array }

export type ReadOptions = {
  /** What errors call bytes that have no name. */
  readonly name: string
  /** The bytes at a path or address; rejects with the reason alone, such as "there is no such file". */
  readonly read: (place: string | URL, signal: AbortSignal) => Promise<Uint8Array>
  /** The error for a file that cannot be read. */
  readonly Failure: new (
    message: string,
    options: ErrorOptions,
  ) => Error
  readonly signal: AbortSignal
}

/** The bytes of a file, and what to call it. */
export async function readSource(
  source: FileSource,
  { name, read, Failure, signal }: ReadOptions,
): Promise<NamedBytes> {
  if (source instanceof Uint8Array) return { name, bytes: source }
  if (source instanceof Blob) {
    const fileName = 'name' in source && typeof source.name === 'string' ? source.name : name
    return { name: fileName, bytes: new Uint8Array(await source.arrayBuffer()) }
  }
  try {
    return { name: String(source), bytes: await read(source, signal) }
  } catch (error) {
    throw new Failure(`${source}: ${(error as Error).message}`, { cause: error })
  }
}

/** The bytes at a web address. Nothing is kept but what the browser itself keeps. */
export async function download(address: string | URL, signal: AbortSignal): Promise<Uint8Array> {
  let response: Response
  try {
    response = await fetch(address, { signal })
  } catch (error) {
    const { cause, message } = error as Error
    const reason = cause instanceof Error ? cause.message : message
    throw new Error(`there is no answer (${reason}); check the address and the connection`, { cause: error })
  }
  if (!response.ok)
    throw new Error(
      `the server answers ${`${response.status} ${response.statusText}`.trim()}; check the address`,
    )
  return new Uint8Array(await response.arrayBuffer())
}
