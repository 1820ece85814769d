import { describe, expect, it } from 'vitest'
import { extentOf } from './prompt-editing.ts'
import { disc, rectangle, TestEditor } from './test-editor.ts'

describe('four clicks', () => {
  it('become a mask, and Enter puts it into the document with its points', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    expect(page.edited!.equals(rectangle(10, 10, 50, 40))).toBe(true)
    expect(page.commands).toEqual([])
    page.press('Enter')
    expect(page.commands.map(({ label }) => label)).toEqual(['Add apple'])
    expect(page.objects[0]).toMatchObject({ edited: false, model: 'test', doubt: 0.1, class: 'class0000000' })
    expect(page.objects[0]!.prompt!.points).toHaveLength(4)
  })

  it('may come in any order and outside the photo, which is its edge', async () => {
    const page = await new TestEditor().click(30, 300).click(-20, 30).click(30, -5).click(60, 30).settled()
    expect(page.edited!.equals(rectangle(0, 0, 60, 99))).toBe(true)
  })

  it('may be two at one place, where a tip is the outermost in two directions', async () => {
    const page = await new TestEditor().click(10, 40).click(10, 40).click(50, 20).click(30, 10).settled()
    expect(page.edited!.equals(rectangle(10, 10, 50, 40))).toBe(true)
    page.press('Enter')
    expect(page.objects[0]!.prompt!.points).toHaveLength(4)
  })

  it('are one where a double click was meant as one, and none where a point was dragged', async () => {
    const page = new TestEditor().click(10, 40).click(10, 40, { clicks: 2 }).drag([10, 40], [12, 44])
    expect(page.editor.bench.draft!.work.prompt.points).toEqual([{ x: 12, y: 44 }])
  })

  it('of the next object accept the one before', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    await page.extremes(100, 10, 150, 40).settled()
    expect(page.masks.map(mask => mask.box)).toEqual([{ x0: 10, y0: 10, x1: 50, y1: 40 }])
    page.press('Enter')
    expect(page.masks.length).toBe(2)
  })

  it('are never dropped however fast they come: the first object waits for its mask while the second is clicked', async () => {
    const page = new TestEditor()
    page.slow = true
    page.extremes(10, 10, 50, 40).extremes(100, 10, 150, 40).press('Enter')
    expect(page.commands).toEqual([])
    await page.release()
    await page.release()
    expect(page.masks.map(mask => mask.box!.x0)).toEqual([10, 100])
  })

  it('are taken back one by one by Escape, Backspace and Ctrl+Z, and come again', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    const points = () => page.editor.bench.draft!.work.prompt.points.length
    page.press('Escape')
    expect([points(), page.edited]).toEqual([3, undefined])
    page.press('Backspace')
    page.editor.undo()
    expect(points()).toBe(1)
    for (let k = 0; k < 3; k++) page.editor.redo()
    expect(page.edited!.equals(rectangle(10, 10, 50, 40))).toBe(true)
  })

  it('outlast a reload, with the mask or without', async () => {
    const half = new TestEditor().click(10, 20).click(30, 5)
    const later = new TestEditor()
    later.editor.bench.restore(half.kept)
    await later.click(50, 20).click(30, 40).settled()
    expect(later.edited!.equals(rectangle(10, 5, 50, 40))).toBe(true)
    const again = new TestEditor()
    again.editor.bench.restore(later.kept)
    again.press('Enter')
    expect(again.masks[0]!.equals(rectangle(10, 5, 50, 40))).toBe(true)
    expect(again.kept).toBe(null)
  })

  it('leave the object without a mask when the network fails, and say so', async () => {
    const page = new TestEditor()
    page.answer = () => {
      throw new Error('the model is away')
    }
    await page.extremes(10, 10, 50, 40).settled()
    expect(page.notices).toEqual(['the model is away'])
    page.slow = true
    await page.press('Escape').click(30, 45).press('Enter').release()
    expect(page.objects[0]).toMatchObject({ mask: null, box: { x: 10, y: 10, width: 41, height: 36 } })
  })
})

it('what is at hand extends over its clicks, and over its mask', async () => {
  const page = new TestEditor().click(100, 20).click(90, 60)
  const extent = () => extentOf(page.editor.bench.draft!.work)
  expect(extent()).toEqual({ x0: 90, y0: 20, x1: 100, y1: 60 })
  page.answer = () => rectangle(80, 30, 110, 50)
  await page.click(105, 40).click(95, 70).settled()
  expect(extent()).toEqual({ x0: 80, y0: 20, x1: 110, y1: 70 })
  page.press('Escape').press('Escape').press('Escape').press('Escape')
  expect(extent()).toBeUndefined()
})

describe('a point', () => {
  it('is dragged, and masks follow; letting go is one step', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    page.down(50, 25).move(55, 25)
    await page.settled()
    expect(page.edited!.box!.x1).toBe(55)
    await page.move(60, 25).up(60, 25).settled()
    expect(page.edited!.equals(rectangle(10, 10, 60, 40))).toBe(true)
    page.press('Escape')
    expect(page.edited!.equals(rectangle(10, 10, 50, 40))).toBe(true)
  })

  it('of an accepted object is dragged too, as one command', async () => {
    const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
    page.selection = [page.objects[0]!.id]
    await page.use('select').drag([50, 25], [70, 25]).settled()
    expect(page.masks[0]!.equals(rectangle(10, 10, 70, 40))).toBe(true)
    expect(page.commands.map(({ label }) => label)).toEqual(['Add apple', 'Move a point on apple'])
    expect(page.undoDocument().masks[0]!.equals(rectangle(10, 10, 50, 40))).toBe(true)
  })

  it('asks one question at a time, and the newest place is asked last', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    page.slow = true
    page.down(50, 25)
    for (let x = 51; x <= 80; x++) page.move(x, 25)
    page.up(80, 25)
    await page.release()
    await page.release()
    expect(page.requests.slice(1).map(({ prompt }) => prompt.points[2]!.x)).toEqual([51, 80])
    expect(page.edited!.equals(rectangle(10, 10, 80, 40))).toBe(true)
  })

  it('that is let go where it was changes nothing', async () => {
    const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
    page.selection = [page.objects[0]!.id]
    await page.use('select').drag([50, 25], [50, 25]).settled()
    expect(page.commands.length).toBe(1)
  })
})

describe('a correction', () => {
  it('on the outline is a further point', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    await page.click(15, 12).settled()
    expect(page.requests.at(-1)!.prompt.points.at(-1)).toEqual({ x: 15, y: 12 })
  })

  it('on the outline can be dragged before it is let go, as one step', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    page.down(50, 38).move(60, 38)
    await page.settled()
    expect(page.edited!.box!.x1).toBe(60)
    await page.move(70, 38).up(70, 38).settled()
    expect(page.requests.at(-1)!.prompt.points).toHaveLength(5)
    expect(page.edited!.equals(rectangle(10, 10, 70, 40))).toBe(true)
    page.press('Escape')
    expect(page.edited!.equals(rectangle(10, 10, 50, 40))).toBe(true)
    expect(page.editor.bench.draft!.work.prompt.points).toHaveLength(4)
  })

  it('on the outline of an accepted object is one command, and none when it is given up', async () => {
    const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
    page.selection = [page.objects[0]!.id]
    await page.down(50, 38).move(60, 38).up(60, 38, { type: 'cancel' }).settled()
    expect(page.masks[0]!.equals(rectangle(10, 10, 50, 40))).toBe(true)
    await page.drag([50, 38], [70, 38]).settled()
    expect(page.masks[0]!.equals(rectangle(10, 10, 70, 40))).toBe(true)
    expect(page.commands.map(({ label }) => label)).toEqual(['Add apple', 'Point on the outline on apple'])
  })

  it('inside, by the left button, the right one or Alt, is obeyed even if the network is not', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    await page.click(30, 25, { button: 'right' }).settled()
    expect(page.edited!.has({ x: 30, y: 25 })).toBe(false)
    expect(page.notices).toEqual([
      'The network would not follow the correction, so a small disc was painted there.',
    ])
    await page.click(20, 20, { alt: true }).settled()
    expect(page.edited!.has({ x: 20, y: 20 })).toBe(false)
    await page.click(62, 48).settled()
    expect(page.edited!.has({ x: 62, y: 48 })).toBe(true)
    expect(page.requests.at(-1)!.prompt).toMatchObject({ include: [{ x: 62, y: 48 }], exclude: [{}, {}] })
    expect(page.requests.at(-1)!.previous).toBeDefined()
  })

  it('never reaches an object that was accepted and is not selected', async () => {
    const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
    await page.click(30, 25).settled()
    expect(page.requests.length).toBe(1)
    expect(page.editor.bench.draft!.work.prompt.points).toEqual([{ x: 30, y: 25 }])
  })
})

it('what was painted by hand outlasts the next answer of the network', async () => {
  const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
  page.editor.brush.radius = 5
  page.use('brush').click(70, 25).use('eraser').click(20, 25)
  await page.use('extreme').drag([30, 40], [30, 45]).settled()
  expect(
    page.edited!.equals(
      rectangle(10, 10, 50, 45)
        .union(disc(70, 25, 5))
        .difference(disc(20, 25, 5)),
    ),
  ).toBe(true)
})

it('Shift adds what four clicks give to the selected object, Alt cuts it out', async () => {
  const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
  page.selection = [page.objects[0]!.id]
  await page.click(100, 25, { shift: true }).click(110, 20).click(120, 25).click(110, 30).settled()
  page.press('Enter')
  expect(page.masks[0]!.equals(rectangle(10, 10, 50, 40).union(rectangle(100, 20, 120, 30)))).toBe(true)
  expect(page.objects.length).toBe(1)
})

it('with pixels claimed, a new object leaves those of others alone', async () => {
  const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
  page.claimPixels = true
  await page.click(40, 95).click(35, 60).click(100, 60).click(60, 5).settled()
  page.press('Enter')
  expect(page.masks[1]!.intersection(page.masks[0]!).area).toBe(0)
  expect(page.objects[1]!.edited).toBe(false)
})

it('works by keys alone', async () => {
  const page = new TestEditor()
  const go = (key: string, times: number) => {
    for (let k = 0; k < times; k++) page.press(key, { shift: true })
    page.press(' ')
  }
  page.press('ArrowLeft')
  page.press('ArrowRight').press(' ')
  go('ArrowRight', 4)
  page.press('ArrowUp', { shift: true }).press('ArrowUp', { shift: true })
  go('ArrowLeft', 2)
  go('ArrowDown', 4)
  await page.settled()
  page.press('Enter')
  expect(page.masks[0]!.box).toEqual({ x0: 100, y0: 30, x1: 140, y1: 70 })
})
