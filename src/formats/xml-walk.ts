import { SaxesParser } from 'saxes'

export type XmlVisitor = {
  /**
   * @param path  the names of the elements that are open, this one last
   * @param fail  complains, and adds the place
   */
  open(path: readonly string[], attributes: Readonly<Record<string, string>>, fail: Fail): void
  /** @param text  directly inside the element, without spaces around it; empty where elements follow it */
  close(path: readonly string[], text: string, fail: Fail): void
}

export type Fail = (problem: string) => never

/** No format of annotations has elements as deep within each other. */
const deepest = 16

/**
 * Walks through XML. Entities but those of XML itself are refused, so nothing grows by being read.
 *
 * @param fail  complains, with what the reader knows of the file
 * @throws what fail throws, when the text is no XML or has other than the expected outermost element
 */
export function walkXml(text: string, outermost: string, fail: Fail, visitor: XmlVisitor): void {
  const open: string[] = []
  const parser = new SaxesParser({ position: true })
  const failHere: Fail = problem => fail(`${problem} (line ${parser.line}, column ${parser.column})`)
  let inside = ''
  parser.on('error', error =>
    fail(error.message.replace(/^undefined:/, '').replace(/^(\d+:\d+):/, 'no XML at $1:')),
  )
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name !== outermost)
      fail(`the outermost element is <${name}>, expected <${outermost}>`)
    if (open.length >= deepest)
      fail(`elements lie ${deepest} deep within each other, expected at most ${deepest}`)
    open.push(name)
    inside = ''
    // Texts, since the parser does not look at namespaces.
    visitor.open(open, attributes as Record<string, string>, failHere)
  })
  parser.on('text', piece => {
    inside += piece
  })
  parser.on('closetag', () => {
    visitor.close(open, inside.trim(), failHere)
    inside = ''
    open.pop()
  })
  parser.write(text).close()
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it stands between tags or in double quotes, line breaks and tabs included. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, character => entities[character] ?? `&#${character.charCodeAt(0)};`)
}
