import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, pan, resized, showBox, toPhoto, toScreen, visibleBox, zoomAt, zoomTo } from './viewport.ts'

const photo = { width: 4000, height: 3000 }
const canvas = { width: 1280, height: 720 }
const onCanvas = fc.record({ x: fc.integer({ min: 0, max: 1280 }), y: fc.integer({ min: 0, max: 720 }) })

describe('the viewport', () => {
  it('fits a photo into the middle', () => {
    expect(fitted(photo, canvas)).toEqual({ ...canvas, scale: 0.224, left: 192, top: 24 })
  })

  it('enlarges a small photo until it fits', () => {
    const small = { width: 480, height: 320 }
    expect(fitted(small, canvas)).toMatchObject({ scale: 2.1, left: 136, top: 24 })
  })

  it('enlarges a tiny one 8 times', () => {
    expect(fitted({ width: 100, height: 50 }, canvas)).toMatchObject({ scale: 8, left: 240, top: 160 })
  })

  it('shows a small photo as large on a screen of finer pixels', () => {
    const small = { width: 100, height: 50 }
    expect(fitted(small, { width: 2560, height: 1440 }, 2)).toMatchObject({ scale: 16, left: 480, top: 320 })
  })

  it('maps to the photo and back', () => {
    fc.assert(
      fc.property(onCanvas, at => {
        const back = toScreen(fitted(photo, canvas), toPhoto(fitted(photo, canvas), at))
        expect(back.x).toBeCloseTo(at.x)
        expect(back.y).toBeCloseTo(at.y)
      }),
    )
  })

  it('zooms so that what lies under the pointer stays there, to half a pixel', () => {
    fc.assert(
      fc.property(onCanvas, fc.double({ min: 1, max: 20, noNaN: true }), (at, factor) => {
        const before = fitted(photo, canvas)
        const place = toPhoto(before, at)
        fc.pre(place.x > 0 && place.y > 0 && place.x < photo.width && place.y < photo.height)
        const after = toScreen(zoomAt(before, factor, at, photo), place)
        expect(Math.abs(after.x - at.x)).toBeLessThanOrEqual(0.5 + 1e-9)
        expect(Math.abs(after.y - at.y)).toBeLessThanOrEqual(0.5 + 1e-9)
      }),
    )
  })

  it('stays between a quarter of what fits and 64 pixels a pixel', () => {
    expect(zoomAt(fitted(photo, canvas), 1e9, { x: 1, y: 1 }, photo).scale).toBe(64)
    expect(zoomAt(fitted(photo, canvas), 1e-9, { x: 1, y: 1 }, photo).scale).toBeCloseTo(0.06)
    expect(zoomTo(fitted(photo, canvas), 1, photo).scale).toBe(1)
  })

  it('never loses the photo', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e5, max: 1e5 }), fc.integer({ min: -1e5, max: 1e5 }), (dx, dy) => {
        expect(visibleBox(pan(fitted(photo, canvas), dx, dy, photo), photo)).toBeDefined()
      }),
    )
  })

  it('keeps the middle when the canvas changes', () => {
    const before = zoomAt(fitted(photo, canvas), 4, { x: 500, y: 300 }, photo)
    const after = resized(before, { width: 900, height: 900 }, photo)
    const middle = toPhoto(before, { x: 640, y: 360 })
    expect(toPhoto(after, { x: 450, y: 450 }).x).toBeCloseTo(middle.x)
    expect(toPhoto(after, { x: 450, y: 450 }).y).toBeCloseTo(middle.y)
  })

  it('shows a box with as much around it', () => {
    const view = showBox({ x0: 1000, y0: 1000, x1: 1099, y1: 1099 }, canvas, photo)
    expect(view.scale).toBeCloseTo(3.6)
    expect(visibleBox(view, photo)).toMatchObject({ y0: 950, y1: 1150 })
  })
})
