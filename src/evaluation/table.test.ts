import { expect, it } from 'vitest'
import { markdownTable, plainTable } from './table.ts'

const sizes = {
  head: ['', 'objects', 'IoU'],
  rows: [
    ['small', '12', '0.801'],
    ['large and small', '1234', '1'],
  ],
}

it('aligns names to the left and numbers to the right', () => {
  expect(plainTable(sizes)).toBe(`\
                 objects    IoU
small                 12  0.801
large and small     1234      1
`)
})

it('is Markdown too, with its note below', () => {
  expect(markdownTable({ head: ['a|b', 'IoU'], rows: [['c', '1']], note: 'Of all.' })).toBe(`\
| a\\|b | IoU |
| --- | ---: |
| c | 1 |

Of all.
`)
})
