import { expect, it } from 'vitest'
import { table } from './table.ts'

it('aligns names to the left and numbers to the right', () => {
  expect(
    table(
      ['', 'objects', 'IoU'],
      [
        ['small', '12', '0.801'],
        ['large and small', '1234', '1'],
      ],
    ),
  ).toBe(`\
                 objects    IoU
small                 12  0.801
large and small     1234      1
`)
})
