/** What stands in a table, and a sentence below it. The first cell of the head is the table's title. */
export type Table = {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly note?: string
}

/** As plain text. The first column stands to the left, the others to the right, as numbers do. */
export function plainTable({ head, rows, note }: Table): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd()
  return `${[head, ...rows].map(line).join('\n')}\n${note ? `${note}\n` : ''}`
}

/** As Markdown. */
export function markdownTable({ head, rows, note }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${head.map((_, column) => (column === 0 ? ' --- |' : ' ---: |')).join('')}`
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n${note ? `\n${note}\n` : ''}`
}
