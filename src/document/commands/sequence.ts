import * as v from 'valibot'
import { apply, commandSchema, invert, needs } from '../apply.ts'
import type { Command, Sequence } from '../command.ts'
import { labelSchema } from '../records.ts'
import type { CommandRule } from '../rule.ts'

/** Every command meets the document that the ones before it left. */
export const sequence: CommandRule<Sequence> = {
  schema: v.strictObject({
    type: v.literal('sequence'),
    label: labelSchema,
    commands: v.array(v.lazy(() => commandSchema)),
  }),
  apply: (document, { commands }) => commands.reduce(apply, document),
  invert(document, { label, commands }) {
    const inverses: Command[] = []
    let before = document
    for (const command of commands) {
      inverses.unshift(invert(before, command))
      before = apply(before, command)
    }
    return { type: 'sequence', label, commands: inverses }
  },
  needs({ commands }) {
    const all = commands.map(needs)
    return {
      images: all.flatMap(({ images }) => images),
      objects: all.flatMap(({ objects }) => objects),
      objectsOfClasses: all.flatMap(({ objectsOfClasses }) => objectsOfClasses),
    }
  },
}
