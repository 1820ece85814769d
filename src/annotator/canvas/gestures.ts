import type { Point } from '../../image/index.ts'

/** A pointer on the canvas, in pixels of the screen from its corner. */
export type CanvasPointer = {
  readonly type: 'down' | 'move' | 'up' | 'cancel'
  readonly at: Point
  readonly button: 'left' | 'right'
  readonly shift: boolean
  readonly alt: boolean
  /** Presses one shortly after the other at one place. */
  readonly clicks: number
}

/** What comes of the events of a canvas. */
export type GestureTarget = {
  pointer(pointer: CanvasPointer): void
  away(): void
  pan(dx: number, dy: number): void
  zoom(factor: number, at: Point): void
  /** Alt and the wheel. */
  resizeBrush(factor: number): void
  /** Whether one finger draws here, in place of moving the photo. */
  takesFinger(at: Point): boolean
  /** Whether Space is held, so that dragging moves the photo. */
  readonly panning: boolean
}

/** Two presses count as a double click within this time and distance. */
const doubleClickTime = 350
const doubleClickReach = 6
/** A finger that moves less taps, in pixels of the page. */
const tapReach = 8

/**
 * Makes gestures of the events of a canvas: the wheel zooms, the middle button or Space pans, two fingers do both, one
 * finger pans where it does not draw; everything else is for the tool in hand.
 *
 * @returns a function that ends it
 */
export function listenToGestures(
  canvas: HTMLCanvasElement,
  ratio: () => number,
  target: GestureTarget,
): () => void {
  const fingers = new Map<number, Point>()
  /** What the pointer that is down does. */
  let doing: 'tool' | 'pan' | 'tap' | 'pinch' | null = null
  let last: Point = { x: 0, y: 0 }
  let press: { readonly time: number; readonly at: Point; readonly clicks: number } | null = null
  let pressed: 'left' | 'right' = 'left'

  const place = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect()
    return { x: (event.clientX - box.left) * ratio(), y: (event.clientY - box.top) * ratio() }
  }
  const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

  function tell(type: CanvasPointer['type'], event: PointerEvent, at = place(event)): void {
    const { shiftKey: shift, altKey: alt } = event
    target.pointer({ type, at, button: pressed, shift, alt, clicks: press?.clicks ?? 1 })
  }

  function countClicks(event: PointerEvent): void {
    const at = place(event)
    const again =
      press &&
      event.timeStamp - press.time < doubleClickTime &&
      apart(at, press.at) <= doubleClickReach * ratio()
    press = { time: event.timeStamp, at, clicks: again ? press!.clicks + 1 : 1 }
  }

  const down = (event: PointerEvent) => {
    canvas.setPointerCapture(event.pointerId)
    last = place(event)
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, last)
      if (fingers.size === 2) {
        if (doing === 'tool') tell('cancel', event)
        doing = 'pinch'
        return
      }
    }
    if (event.button === 1 || target.panning) {
      doing = 'pan'
      event.preventDefault()
      return
    }
    if (event.button !== 0 && event.button !== 2 && event.button !== 5) return
    // Button 5 is the other end of a pen.
    pressed = event.button === 0 ? 'left' : 'right'
    countClicks(event)
    if (event.pointerType === 'touch' && !target.takesFinger(last)) doing = 'tap'
    else {
      doing = 'tool'
      tell('down', event)
    }
  }

  const move = (event: PointerEvent) => {
    const at = place(event)
    if (doing === 'pinch') pinch(event, at)
    else if (doing === 'tap' && apart(at, last) > tapReach * ratio()) doing = 'pan'
    else if (doing === 'pan') {
      target.pan(at.x - last.x, at.y - last.y)
      last = at
    } else if (doing === 'tool') {
      // All places since the last frame, so that lines drawn fast stay round.
      const events = event.getCoalescedEvents()
      for (const each of events.length > 0 ? events : [event]) tell('move', event, place(each))
    } else if (doing === null) {
      pressed = 'left'
      tell('move', event)
    }
  }

  function pinch(event: PointerEvent, at: Point): void {
    const before = fingers.get(event.pointerId)
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (!before || !other) return
    fingers.set(event.pointerId, at)
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }
    target.pan((at.x - before.x) / 2, (at.y - before.y) / 2)
    target.zoom(Math.max(apart(at, other), 1) / Math.max(apart(before, other), 1), middle)
  }

  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    if (doing === 'tool') tell('up', event)
    else if (doing === 'tap') {
      tell('down', event)
      tell('up', event)
    }
    // One finger that is left of two does nothing more.
    doing = doing === 'pinch' && fingers.size > 0 ? 'pinch' : null
    if (event.pointerType === 'touch' && doing === null) target.away()
  }

  const cancel = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    if (doing === 'tool') tell('cancel', event)
    doing = null
  }

  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    // With Shift, browsers turn the wheel sideways.
    const turned = (event.deltaY || event.deltaX) * lines
    if (event.altKey) target.resizeBrush(turned < 0 ? 1.15 : 1 / 1.15)
    else if (event.shiftKey) target.pan(-turned * ratio(), 0)
    // Two fingers on a touchpad come as a wheel with Ctrl, in smaller steps.
    else target.zoom(Math.exp(-turned * (event.ctrlKey ? 0.01 : 0.0018)), place(event))
  }

  const leave = () => {
    if (doing === null) target.away()
  }
  const noMenu = (event: Event) => event.preventDefault()

  const controller = new AbortController()
  const { signal } = controller
  canvas.addEventListener('pointerdown', down, { signal })
  canvas.addEventListener('pointermove', move, { signal })
  canvas.addEventListener('pointerup', up, { signal })
  canvas.addEventListener('pointercancel', cancel, { signal })
  canvas.addEventListener('pointerleave', leave, { signal })
  canvas.addEventListener('contextmenu', noMenu, { signal })
  canvas.addEventListener('wheel', wheel, { signal, passive: false })
  return () => controller.abort()
}
