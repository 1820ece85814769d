import { describe, expect, it } from 'vitest'
import type { ObjectRecord } from '../../document/index.ts'
import { type Preset, presets } from '../../guidance/index.ts'
import { stroke } from '../../mask/index.ts'
import { disc, rectangle, TestEditor } from './test-editor.ts'

const withApple = async () => {
  const page = (await new TestEditor().extremes(10, 10, 50, 40).settled()).press('Enter')
  page.selection = [page.objects[0]!.id]
  return page
}
const box = rectangle(10, 10, 50, 40)

describe('a box', () => {
  it.each([
    ['dragged', (page: TestEditor) => page.drag([20, 20], [80, 60])],
    ['clicked', (page: TestEditor) => page.click(20, 20).click(80, 60)],
  ])('%s gives a mask', async (_, draw) => {
    const page = await draw(new TestEditor().use('box')).settled()
    expect(page.requests[0]!.prompt).toMatchObject({ points: [], box: { x0: 20, y0: 20, x1: 80, y1: 60 } })
    await page.drag([80, 60], [90, 70]).settled()
    expect(page.edited!.equals(rectangle(20, 20, 90, 70))).toBe(true)
  })
})

describe('the brush', () => {
  it('paints on the selected object, one command a stroke', async () => {
    const page = await withApple()
    page.editor.brush.radius = 4
    page.use('brush').drag([50, 25], [70, 25])
    const line = stroke(
      [
        { x: 50, y: 25 },
        { x: 70, y: 25 },
      ],
      4,
      box,
    )
    expect(page.masks[0]!.equals(box.union(line))).toBe(true)
    expect(page.objects[0]!.edited).toBe(true)
    expect(page.commands.at(-1)!.label).toBe('Brush on apple')
  })

  it('erases with the right button, and the eraser always', async () => {
    const page = await withApple()
    page.editor.brush.radius = 4
    page.use('brush').click(20, 20, { button: 'right' }).use('eraser').click(40, 30)
    expect(page.masks[0]!.equals(box.difference(disc(20, 20, 4)).difference(disc(40, 30, 4)))).toBe(true)
  })

  it('draws a straight line with Shift', async () => {
    const page = await withApple()
    page.editor.brush.radius = 2
    page.use('brush').click(60, 20).click(90, 80, { shift: true })
    const line = stroke(
      [
        { x: 60, y: 20 },
        { x: 90, y: 80 },
      ],
      2,
      box,
    )
    expect(page.masks[0]!.equals(box.union(line))).toBe(true)
  })

  it('begins an object when nothing is selected', () => {
    const page = new TestEditor().use('brush').click(60, 60).press('Enter')
    expect(page.masks[0]!.equals(disc(60, 60, 14))).toBe(true)
    expect(page.objects[0]).toMatchObject({ model: null, prompt: null, edited: true })
  })

  it('leaves a locked object alone and says so', async () => {
    const page = await withApple()
    const [apple] = page.objects
    page.document = { ...page.document, objects: { [apple!.id]: { ...apple!, locked: true } } }
    page.use('brush').click(60, 20)
    expect(page.notices).toEqual(['The object is locked. Unlock it to paint on it.'])
    expect(page.masks[0]!.equals(box)).toBe(true)
  })

  it('is as large on the screen at every zoom until its size is chosen, and then as large on the photo', () => {
    const page = new TestEditor()
    const { brush } = page.editor
    expect(brush.radius).toBe(14)
    page.scale = 4
    expect(brush.radius).toBe(3.5)
    brush.by(2)
    page.scale = 0.5
    expect(brush.radius).toBe(7)
  })

  it('is larger or smaller by a factor, within bounds', () => {
    const { brush } = new TestEditor().editor
    brush.radius = 12
    brush.by(1.25)
    expect(brush.radius).toBe(15)
    brush.by(1 / 1.25)
    expect(brush.radius).toBeCloseTo(12)
    for (let k = 0; k < 60; k++) brush.by(1 / 1.25)
    expect(brush.radius).toBe(0.5)
    for (let k = 0; k < 60; k++) brush.by(1.25)
    expect(brush.radius).toBe(500)
  })
})

describe('a line around a region', () => {
  it('of clicks closes at its first vertex, by Enter or by a double click', () => {
    const triangle = (page: TestEditor) => page.click(100, 10).click(140, 10).click(100, 50)
    const closed = triangle(new TestEditor().use('polygon')).click(101, 11)
    const entered = triangle(new TestEditor().use('polygon')).press('Enter')
    const doubled = triangle(new TestEditor().use('polygon')).click(100, 50, { clicks: 2 })
    for (const page of [closed, entered, doubled]) {
      expect(page.masks[0]!.area).toBeCloseTo(820, -2)
      expect(page.commands.map(({ label }) => label)).toEqual(['Add apple'])
      expect(page.selection).toEqual([page.objects[0]!.id])
    }
  })

  it('that was dragged closes when it is let go', () => {
    const page = new TestEditor().use('lasso')
    page.down(100, 10).move(140, 10).move(140, 50).move(100, 50).up(100, 50)
    expect(page.masks[0]!.area).toBeCloseTo(1640, -2)
  })

  it('cuts a hole, and adds a part', async () => {
    const page = await withApple()
    page.use('hole').click(20, 20).click(40, 20).click(40, 30).click(20, 30).press('Enter')
    expect(page.masks[0]!.has({ x: 30, y: 25 })).toBe(false)
    page.use('polygon').click(100, 20, { shift: true }).click(120, 20).click(120, 40).press('Enter')
    expect(page.masks[0]!.has({ x: 115, y: 25 })).toBe(true)
    expect(page.commands.map(({ label }) => label)).toEqual([
      'Add apple',
      'Cut out on apple',
      'Add a part on apple',
    ])
  })

  it('goes back vertex by vertex', () => {
    const page = new TestEditor().use('polygon').click(100, 10).click(150, 90).press('Escape')
    expect(page.editor.view().path!.points.length).toBe(2)
    page.press('Escape')
    expect(page.editor.view().path).toBeUndefined()
  })
})

describe('vertices', () => {
  it('of the selected object can be dragged, and the outline leads there', async () => {
    const page = await withApple()
    page.use('vertex').drag([50.5, 9.5], [90.5, 9.5])
    expect(page.masks[0]!.area).toBeCloseTo(box.area + (40 * 31) / 2, -2)
    expect(page.masks[0]!.has({ x: 85, y: 11 })).toBe(true)
    expect(page.objects[0]!.edited).toBe(true)
    expect(page.commands.at(-1)!.label).toBe('Move a vertex on apple')
    page.undoDocument()
    expect(page.masks[0]!.equals(box)).toBe(true)
  })

  it('are made by a press on the line, and taken away by the right button', async () => {
    const page = await withApple()
    page.use('vertex').click(30, 9.5)
    expect(page.commands.length).toBe(1)
    expect(page.editor.view().vertices!.points.length).toBe(5)
    page.drag([30, 9.5], [30, 1])
    expect(page.masks[0]!.has({ x: 30, y: 3 })).toBe(true)
    page.click(30, 1, { button: 'right' })
    expect(page.masks[0]!.equals(box)).toBe(true)
    page.click(50.5, 40.5, { button: 'right' }).click(9.5, 40.5, { alt: true })
    expect(page.notices).toEqual(['An outline has three vertices at least.'])
    expect(page.masks[0]!.area).toBeCloseTo(box.area / 2, -2)
  })

  it('stay where they were put, and a click elsewhere selects', async () => {
    const page = await withApple()
    page.use('vertex').drag([50.5, 9.5], [54.5, 8.5])
    expect(page.editor.view().vertices!.points).toContainEqual({ x: 54.5, y: 8.5 })
    page.click(180, 90)
    expect(page.selection).toEqual([])
    page.click(30, 30)
    expect(page.selection).toEqual([page.objects[0]!.id])
  })

  it('that are dragged when Escape comes are where they were', async () => {
    const page = await withApple()
    page.use('vertex').down(50.5, 9.5).move(90, 9).press('Escape').up(90, 9)
    expect(page.edited!.equals(box)).toBe(true)
    expect(page.commands.length).toBe(1)
  })
})

describe('a line across', () => {
  it('splits the object in two, as one step', async () => {
    const page = await withApple()
    page.use('split').drag([20, 0], [20, 60])
    expect(page.masks.map(mask => mask.box!.x1 - mask.box!.x0 + 1)).toEqual([31, 10])
    expect(page.commands.map(({ type }) => type)).toEqual(['addObjects', 'sequence'])
    expect(page.selection.length).toBe(2)
  })

  it('that ends inside splits nothing and says so', async () => {
    const page = await withApple()
    page.use('split').click(20, 0).click(20, 20).press('Enter')
    expect(page.objects.length).toBe(1)
    expect(page.notices.length).toBe(1)
  })
})

describe('selecting', () => {
  it('takes what is on top, then what lies below, and Shift adds', async () => {
    const page = new TestEditor().use('polygon')
    for (const x of [10, 30])
      page
        .click(x, 10)
        .click(x + 50, 10)
        .click(x + 50, 60)
        .click(x, 60)
        .press('Enter')
    const [below, above] = page.objects.map(({ id }) => id)
    page.use('select').click(45, 40)
    expect(page.selection).toEqual([below])
    page.click(45, 40)
    expect(page.selection).toEqual([above])
    page.click(15, 20, { shift: true })
    expect(page.selection).toEqual([above, below])
    page.click(180, 90)
    expect(page.selection).toEqual([])
    page.drag([1, 1], [90, 90])
    expect(page.selection.length).toBe(2)
  })
})

describe('changes to masks', () => {
  it('are one step for all that are selected', async () => {
    const page = await withApple()
    await page.editor.bench.edit('Cut', mask => mask.difference(disc(30, 25, 5)))
    expect(page.masks[0]!.equals(box.difference(disc(30, 25, 5)))).toBe(true)
    expect(page.commands.at(-1)!.label).toBe('Cut on apple')
    await page.editor.bench.edit('Cut', mask => mask)
    expect(page.notices).toEqual(['Cut: nothing to change.'])
  })

  it('are a step of the draft when there is one', async () => {
    const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
    await page.editor.bench.edit('Cut', mask => mask.difference(disc(30, 25, 5)))
    expect(page.commands).toEqual([])
    page.press('Escape')
    expect(page.edited!.equals(box)).toBe(true)
  })
})

describe('the threshold', () => {
  const preset: Preset = { ...presets.default, size: 4, leave: { share: 0, pixels: 0 } }
  // Four columns of 10 pixels each, surer to the right.
  const frame = {
    box: { x0: 10, y0: 10, x1: 49, y1: 39 },
    object: { x0: 10, y0: 10, x1: 49, y1: 39 },
    size: 4,
  }
  const row = [50, 100, 150, 200]
  const data = btoa(String.fromCharCode(...row, ...row, ...row, ...row))

  const withProbability = async () => {
    const page = new TestEditor()
    page.preset = preset
    page.probability = { width: 4, height: 4, data, frame }
    await page.extremes(10, 10, 49, 39).settled()
    return page
  }

  it('moves without asking the network again, and is one step', async () => {
    const page = (await withProbability()).press('Enter')
    const [{ id }] = page.objects as [ObjectRecord]
    page.selection = [id]
    page.editor.bench.threshold(id, 0.3, false)
    const wide = page.edited!.area
    page.editor.bench.threshold(id, 0.7, false)
    expect(page.edited!.area).toBeLessThan(wide)
    expect(page.commands.length).toBe(1)
    page.editor.bench.threshold(id, 0.7, true)
    expect(page.commands.at(-1)).toMatchObject({
      label: 'Threshold 70 % on apple',
      changes: [{ patch: { threshold: 0.7 } }],
    })
    expect(page.objects[0]!.edited).toBe(false)
    expect(page.requests.length).toBe(1)
  })

  it('asks once when the answer is not there any more, as after a reload', async () => {
    const before = (await withProbability()).press('Enter')
    const page = new TestEditor()
    Object.assign(page, { preset, probability: before.probability, document: before.document })
    page.selection = [page.objects[0]!.id]
    for (const value of [0.4, 0.5, 0.6]) page.editor.bench.threshold(page.selection[0]!, value, value === 0.6)
    await page.settled()
    expect(page.requests.length).toBe(1)
    expect(page.objects[0]!.threshold).toBe(0.6)
  })

  it('of a draft moves by steps', async () => {
    const page = await withProbability()
    page.editor.bench.nudgeThreshold(0.25)
    expect(page.editor.bench.draft!.work.threshold).toBe(0.75)
    expect(page.edited!.area).toBeLessThan(40 * 30)
  })
})

it('a model that takes no corrections is not sent any, and a dab of the brush does', async () => {
  const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
  page.preset = presets.default
  page.editor.brush.radius = 6
  await page.click(30, 25, { button: 'right' }).settled()
  expect(page.requests.at(-1)!.prompt).not.toHaveProperty('exclude')
  expect(page.edited!.equals(box.difference(disc(30, 25, 6)))).toBe(true)
})

it('an imported box becomes a mask when the network is asked', async () => {
  const page = await withApple()
  const imported = {
    ...page.objects[0]!,
    mask: null,
    prompt: null,
    box: { x: 20, y: 30, width: 50, height: 20 },
  }
  page.document = { ...page.document, objects: { [imported.id]: imported } }
  expect(page.editor.bench.again()).toBe(true)
  await page.settled()
  expect(page.masks[0]!.equals(rectangle(20, 30, 69, 49))).toBe(true)
})

it('a photo is left with its masks in the document, and with clicks as a draft', async () => {
  const page = await new TestEditor().extremes(10, 10, 50, 40).settled()
  page.editor.leave()
  expect(page.masks.length).toBe(1)
  expect(page.kept).toBe(null)
  page.click(100, 20).editor.leave()
  expect(page.masks.length).toBe(1)
  expect(page.kept).toMatchObject([{ draft: { prompt: { points: [{ x: 100, y: 20 }] } } }])
})
