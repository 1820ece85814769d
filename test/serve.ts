import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}

export type Server = { readonly address: string; close(): Promise<void> }

/**
 * A web server on this machine for one test.
 *
 * @param folders  what is served under each first part of a path, such as { '/dist/': new URL('../dist/', …) }
 * @param files    further answers by path
 * @param isolated whether pages are cross-origin isolated, which WebAssembly threads need
 */
export async function serve(
  folders: Readonly<Record<string, URL>>,
  files: Readonly<Record<string, string | Uint8Array>>,
  isolated = false,
): Promise<Server> {
  const find = (path: string) => {
    if (path in files) return files[path]!
    const start = Object.keys(folders).find(start => path.startsWith(start))
    return start && readFile(new URL(path.slice(start.length), folders[start]))
  }
  const server = createServer(async (request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname
    try {
      const body = await find(path)
      if (!body) throw new Error('no such file')
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream')
      if (isolated) {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
      }
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
