import { type Browser, chromium, type Page } from 'playwright-core'
import { AnnotateProcess } from './annotate-process.ts'

export type Annotating = {
  readonly browser: Browser
  readonly page: Page
  readonly server: AnnotateProcess
  close(): Promise<void>
}

/** `dextr annotate` on a folder with a store of its own, and its page, with the model ready. */
export async function annotating(
  photos: string,
  {
    threads = 2,
    model,
    viewport = { width: 1280, height: 720 },
  }: {
    readonly threads?: number
    readonly model?: string | undefined
    readonly viewport?: { readonly width: number; readonly height: number }
  } = {},
): Promise<Annotating> {
  const options = ['--threads', String(threads), ...(model ? ['--model', model] : [])]
  const server = await AnnotateProcess.start(photos, options)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const page = await browser.newPage({ viewport })
  page.on('pageerror', error => console.error(error))
  await page.goto(server.url)
  await page.locator('.model', { hasText: 'Ready' }).waitFor({ timeout: 120_000 })
  return {
    browser,
    page,
    server,
    async close() {
      await browser.close()
      await server.stop()
    },
  }
}
