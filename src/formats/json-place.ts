/** A key of an object or an index of an array. */
export type Step = string | number

/** Where scanning stopped: at the value asked for, or at what is no JSON. */
export type Place = { readonly offset: number; readonly error?: string }

/**
 * Walks through a JSON text to the value at `path`, or to the first thing that breaks the grammar. In one pass, with
 * a stack of its own, so that neither length nor depth matters. Of a key that occurs twice the first is taken.
 *
 * @returns undefined when the text is sound and has nothing at the path
 * @see RFC 8259
 */
export function findInJson(text: string, path?: readonly Step[]): Place | undefined {
  // One entry for every open array or object: the index, or the key, of the value that comes.
  const steps: Step[] = []
  let matched = 0
  let i = 0
  const fail = (expected: string): Place => ({
    offset: i,
    error:
      i < text.length
        ? `found ${JSON.stringify(text[i])}, expected ${expected}`
        : `ends, expected ${expected}`,
  })
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = i
    const match = pattern.exec(text)?.[0]
    if (match !== undefined) i += match.length
    return match
  }
  const takeString = (): string | undefined => {
    const end = endOfString(text, i)
    if (end === undefined) return undefined
    const quoted = text.slice(i, end)
    i = end
    return quoted
  }
  const onPath = () => path !== undefined && matched === path.length && steps.length === matched
  const enter = (step: Step) => {
    if (path !== undefined && matched === steps.length && path[matched] === step) matched++
    steps.push(step)
  }
  const leave = () => {
    steps.pop()
    matched = Math.min(matched, steps.length)
  }
  const key = (): Place | undefined => {
    take(space)
    const name = takeString()
    if (name === undefined) return fail('a key in double quotes')
    take(space)
    if (take(colon) === undefined) return fail('":"')
    enter(JSON.parse(name) as string)
    return undefined
  }

  for (;;) {
    take(space)
    if (onPath()) return { offset: i }
    const open = take(opening)
    if (open === '[') {
      take(space)
      if (take(/\]/y) === undefined) {
        enter(0)
        continue
      }
    } else if (open === '{') {
      take(space)
      if (take(/\}/y) === undefined) {
        const broken = key()
        if (broken) return broken
        continue
      }
    } else if (takeString() === undefined && take(scalar) === undefined) return fail('a value')
    // After a value: the next one of its array or object, or the end of as many as close here.
    for (;;) {
      take(space)
      const step = steps.at(-1)
      if (step === undefined) return i < text.length ? fail('the end of the text') : undefined
      if (take(comma) !== undefined) {
        leave()
        if (typeof step === 'number') enter(step + 1)
        else {
          const broken = key()
          if (broken) return broken
        }
        break
      }
      if (take(typeof step === 'number' ? /\]/y : /\}/y) === undefined)
        return fail(typeof step === 'number' ? '"," or "]"' : '"," or "}"')
      leave()
    }
  }
}

const space = /[ \t\n\r]*/y
const opening = /[[{]/y
const colon = /:/y
const comma = /,/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const escaped = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y

/** The offset after the string that begins at i, or undefined when none does. A loop, for strings may be long. */
function endOfString(text: string, i: number): number | undefined {
  if (text[i] !== '"') return undefined
  for (let k = i + 1; k < text.length; k++) {
    const code = text.charCodeAt(k)
    if (code === 0x22) return k + 1
    if (code < 0x20) return undefined
    if (code !== 0x5c) continue
    escaped.lastIndex = k + 1
    const match = escaped.exec(text)
    if (match === null) return undefined
    k += match[0].length
  }
  return undefined
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}
