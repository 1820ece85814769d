// The page of a folder of 10,000 photos: how long from asking for them until they are listed, and how much work the
// page has with each sixtieth of a second while the list is scrolled.
//
//   npm run build && node dist/bench/page-list.js [--photos 10000]
//
// Work is processor time of the page's main thread: script, style, painting. Below 16.7 ms, scrolling is smooth.

import { parseArgs } from 'node:util'
import { annotating } from './annotate-server.ts'
import { machine, median } from './machine.ts'
import { manyPhotos } from './many-photos.ts'
import { percentileLine, traced, workOfSixtieths } from './trace.ts'

const { values } = parseArgs({ options: { photos: { type: 'string', default: '10000' } } })
const { browser, page, server, close } = await annotating(await manyPhotos(Number(values.photos)))
console.log(machine(`Chromium ${browser.version()} without a graphics card, 1280×720`))
await page.getByText(`0 of ${Number(values.photos)} done`).waitFor({ timeout: 120_000 })

await page.addInitScript(() => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector('[role=option]')) return
    Object.assign(globalThis, { listed: performance.now() })
    watch.disconnect()
  })
  watch.observe(document, { childList: true, subtree: true })
})
const times: number[] = []
for (let k = 0; k < 5; k++) {
  await page.goto(server.url)
  await page.getByRole('option').first().waitFor()
  times.push(
    await page.evaluate(() => {
      const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      const asked = entries.find(({ name }) => name.endsWith('/api/images'))!.startTime
      return (globalThis as unknown as { listed: number }).listed - asked
    }),
  )
}
console.log(`from asking for the photos until they are listed: ${median(times).toFixed(0)} ms (median of 5)`)

const list = (await page.getByRole('listbox', { name: 'Photos' }).boundingBox())!
await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2)
console.log('work per 1/60 s, ms   count   median      90 %      99 %   largest')
for (const [label, step] of [
  ['scrolling', 60],
  ['scrolling fast', 2000],
] as const) {
  const events = await traced(browser, async () => {
    for (let k = 0; k < 180; k++) {
      await page.mouse.wheel(0, step)
      await page.waitForTimeout(1000 / 60)
    }
  })
  console.log(percentileLine(label, workOfSixtieths(events)))
}
await close()
