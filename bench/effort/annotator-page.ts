import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page, type Request } from 'playwright-core'
import type { ObjectRecord, PromptRecord } from '../../src/document/index.ts'
import type { Size } from '../../src/image/index.ts'
import { Mask } from '../../src/mask/index.ts'
import type { ImageAnswer } from '../../src/server/browser.ts'

/** What is on the stage: the object that is worked on, in the document already or not. */
export type Work = { readonly mask: Mask; readonly prompt: PromptRecord | null }

/** Longer than the page rests before it sends a draft, in milliseconds; see src/annotator/client/session.ts. */
const draftRest = 230
/** A draft that takes longer to be answered was lost, in milliseconds. */
const longestPut = 10_000

/** The annotator in a Chromium without a window. What it shows is read from the server and from its state line. */
export class AnnotatorPage {
  readonly page: Page
  readonly #browser: Browser
  /** Drafts on their way to the server. */
  readonly #putting = new Set<Request>()
  #put: (() => void) | undefined

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
    const ended = (request: Request) => {
      this.#putting.delete(request)
      if (this.#putting.size === 0) this.#put?.()
    }
    page.on('request', request => {
      if (request.method() === 'PUT' && request.url().endsWith('/draft')) this.#putting.add(request)
    })
    // Requests that outlast the page, as these may, are answered but never told to be finished.
    page.on('response', response => ended(response.request()))
    page.on('requestfailed', ended)
  }

  /** Resolves when the first photo is there and the model is ready. */
  static async open(address: string): Promise<AnnotatorPage> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
    const page = await context.newPage()
    page.on('pageerror', error => {
      throw error
    })
    await page.goto(address)
    await page.locator('.toolbar h1').waitFor()
    const opened = new AnnotatorPage(browser, page)
    await opened.idle()
    return opened
  }

  close(): Promise<void> {
    return this.#browser.close()
  }

  /** Waits until no mask is on its way and what was done is saved, and the next frame is painted. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(
      () => {
        const words = (part: string) => document.querySelector(`.state-line ${part}`)?.textContent ?? ''
        return words('.model').startsWith('Ready') && words('.saving').startsWith('Saved')
      },
      undefined,
      { polling: 'raf' },
    )
    await this.page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))
  }

  /** The object that is worked on, or the newest one, once the server has it; undefined without any. */
  async work(): Promise<Work | undefined> {
    await this.#drafted()
    const { image, draft, objects } = await this.answer()
    const [unfinished] = (draft ?? []) as { draft: { prompt: PromptRecord; mask: ObjectRecord['mask'] } }[]
    const found = unfinished?.draft ?? objects.toSorted((a, b) => a.z - b.z).at(-1)
    if (!found) return undefined
    const { prompt, mask } = found
    return { prompt, mask: mask ? Mask.fromRle(mask) : Mask.empty(image) }
  }

  /** Waits until the server has the draft as it is now: the page's timers come in the order of their times. */
  async #drafted(): Promise<void> {
    await this.page.evaluate(rest => new Promise(resolve => setTimeout(resolve, rest)), draftRest)
    if (this.#putting.size === 0) return
    const answered = new Promise<true>(resolve => (this.#put = () => resolve(true)))
    if (!(await Promise.race([answered, pause(longestPut)])))
      throw new Error(`effort: the page sent a draft that the server did not get within ${longestPut} ms`)
  }

  /** The photo on the stage with what the server has of it. */
  answer(): Promise<ImageAnswer> {
    return this.page.evaluate(async () => {
      const response = await fetch(`/api/images/${location.hash.slice(1)}`)
      return response.json()
    })
  }

  /** Goes to the next photo, which has this name. */
  async nextPhoto(name: string): Promise<void> {
    await this.page.keyboard.press('d')
    await this.page.locator('.toolbar h1', { hasText: name }).waitFor()
    await this.idle()
  }

  /** Deletes all objects of the photo, as somebody else. */
  async clear(): Promise<void> {
    for (const key of ['Control+a', 'Delete']) await this.page.keyboard.press(key)
    await this.idle()
    await this.#drafted()
    const { objects, draft } = await this.answer()
    if (objects.length > 0 || draft) throw new Error(`effort: objects are left that were to be deleted`)
  }

  /** The stage on the page, in pixels of the page; its corner need not be whole. */
  stage(): Promise<Size & { readonly left: number; readonly top: number }> {
    return this.page.locator('canvas[role=application]').evaluate(canvas => {
      const { left, top } = canvas.getBoundingClientRect()
      return { left, top, width: canvas.clientWidth, height: canvas.clientHeight }
    })
  }

  /** The scale that the page tells, in percent. */
  async percent(): Promise<number> {
    return Number.parseInt((await this.page.locator('.state-line .zoom').textContent()) ?? '', 10)
  }
}
