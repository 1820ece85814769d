import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const chromiumIsHere = existsSync(executablePath)

/** A Chromium without a window that talks to nobody by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Opens the page of a server and waits until a photo's objects are there; faults of the page are collected. */
export async function openPage(browser: Browser, address: string): Promise<Page & { faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const page = Object.assign(await context.newPage(), { faults: [] as string[] })
  page.on('pageerror', error => page.faults.push(error.message))
  await page.goto(address)
  await ready(page)
  return page
}

/** Waits until the photo on the stage and its objects are there. */
export async function ready(page: Page): Promise<void> {
  await page.locator('.toolbar h1').waitFor()
  await page.locator('.object-rows .row, .objects .nothing').first().waitFor()
}
