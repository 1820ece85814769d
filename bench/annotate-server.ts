import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))

export type Annotating = {
  readonly browser: Browser
  readonly page: Page
  /** Asks /api as the page does. */
  ask<T>(path: string, options?: { readonly method?: string; readonly body?: unknown }): Promise<T>
  close(): Promise<void>
}

/**
 * `dextr annotate` on a folder with a store of its own, and its page in a Chromium of 1280 × 720 pixels.
 *
 * @param prepare  run before the first page script, such as to measure
 */
export async function annotating(
  photos: string,
  { threads = 2, model }: { readonly threads?: number; readonly model?: string | undefined } = {},
): Promise<Annotating> {
  const store = await mkdtemp(join(tmpdir(), 'dextr-bench-store-'))
  const options = ['--no-open', '--json', '--store', store, '--threads', String(threads)]
  const server = spawn(
    process.execPath,
    [main, 'annotate', photos, ...options, ...(model ? ['--model', model] : [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let address = ''
  for await (const line of createInterface({ input: server.stdout })) {
    const { event, url } = JSON.parse(line) as { event: string; url?: string }
    address = url ?? address
    if (event === 'ready') break
  }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  page.on('pageerror', error => console.error(error))
  await page.goto(address)
  await page.locator('.toolbar h1').waitFor()
  return {
    browser,
    page,
    ask: (path, { method = 'GET', body } = {}) =>
      page.evaluate(
        async ({ path, method, body }) => {
          const headers = { 'content-type': 'application/json' }
          const answer = await fetch(`/api${path}`, {
            method,
            ...(body !== undefined && { headers, body: JSON.stringify(body) }),
          })
          if (!answer.ok) throw new Error(await answer.text())
          return answer.json()
        },
        { path, method, body },
      ),
    async close() {
      await browser.close()
      server.kill('SIGINT')
      await new Promise(resolve => server.once('close', resolve))
      await rm(store, { recursive: true, force: true })
    },
  }
}
