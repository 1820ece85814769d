import { describe, expect, it } from 'vitest'
import { Events, type NumberedEvent } from './events.ts'
import type { ServerEvent } from './messages.ts'

const loading = (name: string): ServerEvent => ({ type: 'model', model: { state: 'loading', name } })

function listener() {
  const heard: NumberedEvent[] = []
  return { heard, hear: (event: NumberedEvent) => heard.push(event) }
}

describe('events', () => {
  it('come in order, from when somebody listens until they stop', () => {
    const events = new Events()
    const { heard, hear } = listener()
    events.send(loading('before'))
    const end = events.subscribe(hear)
    events.send(loading('a'))
    events.send(loading('b'))
    end()
    events.send(loading('after'))
    expect(heard.map(({ event }) => event)).toEqual([loading('a'), loading('b')])
  })

  it('are sent again to a page that was away', () => {
    const events = new Events()
    const { heard, hear } = listener()
    events.subscribe(hear)()
    const end = events.subscribe(hear)
    events.send(loading('a'))
    end()
    events.send(loading('b'))
    events.send(loading('c'))
    const late = listener()
    events.subscribe(late.hear, heard[0]!.id)
    expect(late.heard.map(({ event }) => event)).toEqual([loading('b'), loading('c')])
  })

  it('ask a page to begin anew when it was away too long, or the server is another', () => {
    const [events, other] = [new Events(), new Events()]
    const { heard, hear } = listener()
    other.subscribe(hear)
    other.send(loading('a'))
    const late = listener()
    events.subscribe(late.hear, heard[0]!.id)
    expect(late.heard.map(({ event }) => event.type)).toEqual(['reset'])
  })

  it('that were all seen are not sent again', () => {
    const events = new Events()
    const { heard, hear } = listener()
    events.subscribe(hear)
    events.send(loading('a'))
    const again = listener()
    events.subscribe(again.hear, heard[0]!.id)
    expect(again.heard).toEqual([])
  })
})
