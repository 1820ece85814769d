import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actions } from '../../src/annotator/actions/index.ts'
import type { Document } from '../../src/document/index.ts'
import type { Job } from '../../src/server/browser.ts'
import { chromiumIsHere, launchChromium, openPage, ready } from './chromium.ts'
import { type FakeProject, FakeServer, samplePictures } from './fake-server.ts'

// The page around the stage, in a real browser, with the pointer and keys that a person would use.

describe.skipIf(!chromiumIsHere)('the page', () => {
  let browser: Browser
  let project: FakeProject
  let server: FakeServer
  let page: Page & { faults: string[] }

  beforeAll(async () => {
    browser = await launchChromium()
    project = await samplePictures()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    server = await new FakeServer(project).start()
    page = await openPage(browser, server.address)
  })
  afterEach(async () => {
    expect(page.faults).toEqual([])
    await page.context().close()
    await server.close()
  })

  const title = () => page.locator('.toolbar h1').textContent()
  const notice = (text: string | RegExp) => page.locator('.notice', { hasText: text }).waitFor()
  const saved = () => page.locator('.saving.saved', { hasText: /\d/ }).waitFor()
  const objectsOf = (place: number) =>
    Object.values(server.document.objects).filter(
      ({ image }) => image === Object.keys(server.document.images)[place],
    )

  /** Presses keys one after the other, as quickly as the page takes them. */
  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key)
  }

  it('goes from photo to photo by keys, and opens again where it was closed', async () => {
    expect(await title()).toMatch('scene_000406')
    await press('d', 'd')
    await page.locator('h1', { hasText: 'scene_000107' }).waitFor()
    await press('a')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
    await expect.poll(() => server.settings.lastImage).toBe(Object.keys(project.document.images)[1])
    await page.goto(server.address)
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
  })

  it('marks photos as done and shows those that are left', async () => {
    await press('f')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
    await page.getByText('1 of 4 done').waitFor()
    await page.getByRole('button', { name: /^Done/ }).click()
    expect(await page.getByRole('option').count()).toBe(1)
  })

  it('undo goes to the photo that it touches, and says so', async () => {
    await press('w', 'Delete')
    await saved()
    await press('d')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
    await press('Control+z')
    await notice(/Undone: Delete .*, in images\/scene_000406/)
    expect(await title()).toMatch('scene_000406')
    expect(objectsOf(0)).toHaveLength(6)
    await press('Control+Shift+z')
    await notice('Done again: Delete')
    expect(objectsOf(0)).toHaveLength(5)
  })

  it('a notice is no obstacle to clicks on the photo below', async () => {
    await press('w', 'l')
    await saved()
    await press('Control+z')
    await notice(/Undone: Lock/)
    const { x, y, width, height } = (await page.locator('.notice').boundingBox())!
    const there = await page.evaluate(
      ([x, y]) => document.elementFromPoint(x!, y!)?.className,
      [x + width / 2, y + height / 2],
    )
    expect(there).toContain('stage-canvas')
  })

  it('undo and redo survive a reload', async () => {
    await press('w', 'l')
    await saved()
    await page.reload()
    await ready(page)
    await press('Control+z')
    await notice(/Undone: Lock/)
    expect(objectsOf(0).some(({ locked }) => locked)).toBe(false)
  })

  it('digits choose the class of the next object, and of those selected', async () => {
    await press('2')
    await page
      .getByRole('row', { name: /bottle/, selected: true })
      .first()
      .waitFor()
    await press('w', '4')
    await saved()
    const plant = Object.values(server.document.classes).find(({ name }) => name === 'plant')!
    expect(server.commands.at(-1)).toMatchObject({ type: 'changeObjects' })
    expect(objectsOf(0).filter(object => object.class === plant.id).length).toBeGreaterThan(1)
  })

  it('a class is found or added by typing', async () => {
    await press('/')
    await page.keyboard.type('zebra')
    await press('Enter')
    await saved()
    expect(server.commands.at(-1)).toMatchObject({ type: 'addClass', class: { name: 'zebra' } })
    await press('/')
    await page.keyboard.type('ish')
    await press('Enter')
    await expect.poll(() => server.commands.at(-1)).toMatchObject({ class: { name: 'ish' } })
    await press('/')
    await page.keyboard.type('bott')
    await press('Enter')
    await page
      .getByRole('row', { name: /bottle/, selected: true })
      .first()
      .waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  })

  it('what is typed right after the key, faster than the page draws, goes into the field', async () => {
    await page.evaluate(() => {
      const field = () => document.activeElement as HTMLInputElement
      const key = (key: string) =>
        field().dispatchEvent(
          new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }),
        )
      key('/')
      if (field().id !== 'find-class') throw new Error(`the cursor is in ${field().tagName}`)
    })
    await page.keyboard.type('yak')
    await press('Enter')
    await expect.poll(() => server.commands.at(-1)).toMatchObject({ class: { name: 'yak' } })
  })

  it('a class is renamed, merged and deleted over the project, with the number of its objects', async () => {
    const named = (name: string) =>
      Object.values(server.document.classes).find(record => record.name === name)
    await press('3', 'Shift+C')
    await page.getByText(/\d+ objects? in the project/).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('songbird')
    await press('Enter')
    await expect.poll(() => named('songbird')).toBeDefined()
    await press('Shift+C')
    await page.getByRole('button', { name: /Merge: give/ }).click()
    await page.getByRole('option', { name: /bottle/ }).click()
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await expect.poll(() => named('songbird')).toBeUndefined()
    const merged = Object.values(server.document.objects).filter(
      object => object.class === named('bottle')!.id,
    )
    expect(merged.length).toBeGreaterThan(2)
    await press('2', 'Shift+C')
    await page.getByRole('button', { name: /Delete with \d+ objects/ }).click()
    await expect.poll(() => named('bottle')).toBeUndefined()
    await press('Control+z')
    await expect.poll(() => named('bottle')).toBeDefined()
    expect(Object.values(server.document.objects)).toHaveLength(Object.keys(project.document.objects).length)
  })

  it('several objects are selected with Shift and hidden as one step', async () => {
    const rows = page.getByRole('grid', { name: 'Objects' }).getByRole('row')
    await rows.nth(0).click()
    await rows.nth(2).click({ modifiers: ['Shift'] })
    await page.getByText('3 of 6 selected').waitFor()
    await press('Shift+H')
    await saved()
    expect(objectsOf(0).filter(({ hidden }) => hidden)).toHaveLength(3)
    expect(server.commands).toHaveLength(1)
  })

  it('review shows the most doubtful object first and goes on by keys', async () => {
    await press('Shift+R')
    const worst = (objects: ReturnType<typeof objectsOf>) =>
      objects.filter(({ review }) => review === 'unreviewed').sort((a, b) => b.doubt! - a.doubt!)[0]!
    const first = worst(objectsOf(0))
    await page.locator('.review-bar', { hasText: server.document.classes[first.class!]!.name }).waitFor()
    await press('Space')
    await expect.poll(() => server.document.objects[first.id]!.review).toBe('accepted')
    const second = worst(objectsOf(0))
    await press('r')
    await expect.poll(() => server.document.objects[second.id]!.review).toBe('rejected')
  })

  it('a note on an object is kept', async () => {
    await press('w', 'n')
    await page.getByRole('textbox', { name: 'Note' }).fill('Where does the tail end?')
    await press('Control+Enter')
    await saved()
    expect(objectsOf(0).map(({ note }) => note)).toContain('Where does the tail end?')
  })

  it('a server in trouble is shouted about; the edit is kept, also over a reload, and sent once', async () => {
    server.trouble = 'the disk is full'
    await press('w', 'l')
    await page.getByRole('alert').filter({ hasText: 'Not saved: 1 edit' }).waitFor()
    await page.locator('.saving.shout').click()
    await page.getByText('the disk is full').waitFor()
    page.on('dialog', dialog => void dialog.accept())
    await page.reload()
    server.trouble = null
    await notice('1 edit of last time')
    await saved()
    expect(server.commands).toHaveLength(1)
    expect(objectsOf(0).some(({ locked }) => locked)).toBe(true)
  })

  it('what is kept in the browser can be had as a file', async () => {
    server.trouble = 'the disk is full'
    await press('w', 'l')
    await page.locator('.saving.shout').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Keep a file' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('dextr-unsaved.json')
    server.trouble = null
  })

  it('keys are changed on the page, with conflicts shown, and stay changed', async () => {
    await press('?')
    await page.getByRole('button', { name: 'Add a key for Next photo', exact: true }).click()
    await press('w')
    await page.getByText('W is also “Next object”').waitFor()
    await page.getByRole('button', { name: 'Take W from Next object' }).click()
    await press('Escape')
    await expect
      .poll(() => server.settings.keymap)
      .toEqual({ 'photo.next': ['D', 'PageDown', 'W'], 'object.next': [] })
    await page.reload()
    await ready(page)
    await press('w')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
  })

  it('keys of CVAT are one choice away', async () => {
    await press('?')
    await page.getByRole('button', { name: /Keys like/ }).click()
    await page.getByRole('option', { name: 'CVAT' }).click()
    await press('Escape')
    await press('f')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
  })

  it('every command is reached with the keyboard alone, by typing its name', async () => {
    const unreached: string[] = []
    const look = async (mode: 'label' | 'review') => {
      await press('Control+k')
      await page.getByPlaceholder('What do you want to do?').waitFor()
      for (const { id, label } of actions.filter(action => (action.mode ?? 'label') === mode)) {
        if (id === 'project.palette') continue
        await press('Control+a')
        await page.keyboard.insertText(label)
        const item = page.locator('[role=menuitem]', { hasText: label }).first()
        await item.waitFor({ timeout: 3000 }).catch(() => unreached.push(`${mode}: ${id}`))
      }
      await press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    // Two objects are selected and a brush is in hand: so everything is possible.
    await press('b', 'w', 'Control+a')
    await look('label')
    await press('Shift+R')
    await look('review')
    expect(unreached).toEqual([])
  }, 180_000)

  it('a command is run with Enter', async () => {
    await press('Control+k')
    await page.keyboard.type('next photo to do')
    await press('Enter')
    await page.locator('h1', { hasText: 'scene_000413' }).waitFor()
  })

  it('nothing serious is found by axe, on the page and in its dialogs, dark and light', async () => {
    const found: string[] = []
    const check = async (where: string) => {
      await page.waitForTimeout(250)
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(
        () =>
          (globalThis as unknown as { axe: typeof axe }).axe.run({
            resultTypes: ['violations'],
          }) as Promise<axe.AxeResults>,
      )
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical') found.push(`${where}: ${id} at ${nodes[0]!.html}`)
    }
    await check('page')
    await press('w')
    await check('with an object selected')
    for (const key of [
      'Control+k',
      '?',
      'Shift+V',
      'Shift+C',
      'Control+h',
      'Control+i',
      'Control+e',
      'Control+Shift+b',
      'Control+Shift+l',
      'n',
    ]) {
      await press(key)
      await page.getByRole('dialog').waitFor()
      await check(key)
      await press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await press('Shift+R')
    await check('review')
    await press('Shift+V')
    await page.getByText('Light', { exact: true }).click()
    await check('View options, light')
    await press('Escape')
    await check('light')
    expect(found).toEqual([])
  }, 180_000)

  it('with text twice as large everything is still there', async () => {
    await press('Shift+V')
    await page.getByRole('slider', { name: 'Size of text' }).focus()
    await press('End', 'Escape')
    await expect.poll(() => server.settings.view).toMatchObject({ textScale: 2 })
    for (const name of ['Next photo', 'Review', 'Keys', 'Commands'])
      await page.getByRole('button', { name, exact: true }).click({ trial: true })
    const [page_, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(page_).toBeLessThanOrEqual(window_!)
  })

  it('what was chosen the moment before the page is left is kept', async () => {
    await press('b')
    await page.reload()
    await expect.poll(() => server.settings.desk).toMatchObject({ tool: 'brush' })
  })

  it('theme and density stay as they were chosen', async () => {
    await press('Shift+V')
    await page.getByText('Light', { exact: true }).click()
    await page.getByText('Comfortable', { exact: true }).click()
    await expect.poll(() => server.settings.view).toMatchObject({ theme: 'light', density: 'comfortable' })
    await page.reload()
    await page.locator('html[data-theme=light][data-density=comfortable]').waitFor()
  })

  it('objects are away as long as the key is held', async () => {
    const button = page.getByRole('button', { name: 'Hide objects while held' })
    await page.keyboard.down('h')
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.up('h')
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('false')
  })

  it('work that takes a while is shown in its dialog, and ends with what came out', async () => {
    const job: Job = {
      id: 'job',
      kind: 'boxes',
      state: 'running',
      done: 3,
      total: 40,
      message: 'masks of boxes',
      started: '2026-01-01T00:00:00Z',
      ended: null,
      result: null,
    }
    await press('Control+Shift+b')
    server.tell({ type: 'job', job })
    await page.getByRole('progressbar', { name: 'masks of boxes' }).waitFor()
    await page.locator('.sheet', { hasText: '3 of 40' }).waitFor()
    const result = { counts: { masks: 39 }, losses: ['one box is empty'] }
    server.tell({ type: 'job', job: { ...job, state: 'done', message: '39 masks of boxes', result } })
    await page.getByText('one box is empty').waitFor()
    await page.getByRole('button', { name: 'Review the masks' }).click()
    await page.locator('.review-bar').waitFor()
  })

  it('a training shows what it gained, and is used when the person says so', async () => {
    const [object] = objectsOf(0)
    const sample = { image: object!.image, object: object!.id }
    const side = (iou: number) => ({ iou, mask: object!.mask! })
    const training = {
      before: 0.71,
      after: 0.78,
      objects: 40,
      samples: [{ ...sample, before: side(0.6), after: side(0.9) }],
    }
    server.jobs = [
      {
        id: 'training',
        kind: 'train',
        state: 'done',
        done: 9,
        total: 9,
        message: 'trained',
        started: '2026-01-01T00:00:00Z',
        ended: '2026-01-01T00:10:00Z',
        curve: [1, 2, 3].map(step => ({ part: 0, step, loss: 1 / step, iou: null })),
        result: { counts: {}, losses: [], training },
      },
    ]
    await page.reload()
    await ready(page)
    await press('Control+Shift+l')
    await page.getByText('+7.0 points').waitFor()
    const asked = page.waitForRequest(request => request.url().endsWith('/api/model'))
    await page.getByRole('button', { name: 'Use the new model' }).click()
    expect((await asked).postDataJSON()).toEqual({ job: 'training' })
  })

  it('photos that appear while the page is open are listed', async () => {
    const images = { ...server.document.images }
    const one = Object.values(images)[0]!
    server.document = {
      ...server.document,
      images: { ...images, new: { ...one, id: 'new', path: 'images/new.jpg' } },
    }
    server.tell({ type: 'images', images: server.list().slice(-1), unread: [] })
    await page.getByRole('option', { name: /new\.jpg/ }).waitFor()
  })

  it('files that cannot be read are named, with the reason', async () => {
    server.unread = [{ path: 'phone/IMG_1.heic', message: 'HEIC is not supported; save it as JPEG or PNG' }]
    server.tell({ type: 'images', images: [], unread: server.unread })
    await page.getByText('1 unreadable file').click()
    await page.getByText('phone/IMG_1.heic').waitFor()
    await page.getByText('save it as JPEG or PNG').waitFor()
  })

  it('what could not be saved is tried again by a key, and can then be undone', async () => {
    server.trouble = 'the disk is full'
    await press('w', 'l')
    await page.getByText('Not saved: 1 edit').waitFor()
    await press('Control+z')
    await notice('Ctrl+Shift+S tries again')
    server.trouble = null
    await press('Control+Shift+S')
    await saved()
    await press('Control+z')
    await notice(/Undone: Lock/)
  })

  it('the outlines of accepted objects are refined as a job of the whole project', async () => {
    await press('Control+Shift+G')
    const asked = page.waitForRequest(request => request.url().endsWith('/api/jobs'))
    await page.getByRole('button', { name: 'Refine', exact: true }).click()
    expect((await asked).postDataJSON()).toEqual({ kind: 'refine', acceptedOnly: true })
  })
})

describe.skipIf(!chromiumIsHere)('the page with a folder of ten thousand photos', () => {
  it('lists them, holds a few rows, and finds one by name', async () => {
    const sample = await samplePictures({ objects: false })
    const [first] = Object.values(sample.document.images)
    const images: Record<string, Document['images'][string]> = {}
    for (let i = 0; i < 10_000; i++) {
      const id = `photo${String(i).padStart(7, '0')}`
      images[id] = { ...first!, id, path: `folder ${i % 40}/photo ${i}.jpg` }
    }
    const many = { ...sample.document, images }
    const server = await new FakeServer({ document: many, photo: () => sample.photo(first!.path) }).start()
    const browser = await launchChromium()
    const page = await openPage(browser, server.address)
    await page.getByRole('option').first().waitFor()
    await page.getByRole('listbox', { name: 'Photos' }).focus()
    await page.keyboard.press('End')
    await page.getByRole('option', { name: /photo 9999\.jpg/, selected: true }).waitFor()
    expect(await page.getByRole('option').count()).toBeLessThan(60)
    await page.keyboard.press('Control+f')
    await page.keyboard.type('photo 4321')
    await page.keyboard.press('Enter')
    await page.locator('h1', { hasText: 'photo 4321.jpg' }).waitFor()
    await browser.close()
    await server.close()
  })
})

describe.skipIf(!chromiumIsHere)('the page of a folder without photos', () => {
  it('says where photos are to be put', async () => {
    const photo = async () => new Uint8Array()
    const server = await new FakeServer({ document: { images: {}, objects: {}, classes: {} }, photo }).start()
    const browser = await launchChromium()
    const page = await browser.newPage()
    await page.goto(server.address)
    await page.getByRole('heading', { name: 'No photos here yet' }).waitFor()
    expect(await page.getByText('./photos').count()).toBe(1)
    await browser.close()
    await server.close()
  })
})
