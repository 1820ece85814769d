import * as v from 'valibot'
import type { Command } from './command.ts'
import { addClass } from './commands/add-class.ts'
import { addObjects } from './commands/add-objects.ts'
import { changeClass } from './commands/change-class.ts'
import { changeImage } from './commands/change-image.ts'
import { changeObjects } from './commands/change-objects.ts'
import { mergeClasses } from './commands/merge-classes.ts'
import { removeClass } from './commands/remove-class.ts'
import { removeObjects } from './commands/remove-objects.ts'
import { sequence } from './commands/sequence.ts'
import type { Document } from './records.ts'
import type { CommandRule, Needs } from './rule.ts'

type Rules = { readonly [T in Command['type']]: CommandRule<Extract<Command, { type: T }>> }

const rules: Rules = {
  addObjects,
  removeObjects,
  changeObjects,
  changeImage,
  addClass,
  changeClass,
  removeClass,
  mergeClasses,
  sequence,
}

const ruleOf = (command: Command) => rules[command.type] as CommandRule<Command>

/**
 * The document after a command; the one before stays as it was.
 *
 * @throws CommandConflict when the document is not as the command expects it
 */
export function apply(document: Document, command: Command): Document {
  return ruleOf(command).apply(document, command)
}

/**
 * The command that takes another one back.
 *
 * @param document  as it is before the command is applied
 * @throws CommandConflict as apply
 */
export function invert(document: Document, command: Command): Command {
  return ruleOf(command).invert(document, command)
}

/** The rows that a command reads or writes. */
export function needs(command: Command): Needs {
  return ruleOf(command).needs(command)
}

const types = Object.keys(rules) as Command['type'][]

export const commandSchema: v.GenericSchema<unknown, Command> = v.lazy(input => {
  const type = types.find(type => type === (input as { type?: unknown } | null)?.type)
  return type ? (rules[type].schema as v.GenericSchema<unknown, Command>) : unknownCommand
})

/** What no rule knows is refused with the list of what is known. */
const unknownCommand = v.strictObject({ type: v.picklist(types) }) as unknown as v.GenericSchema<
  unknown,
  Command
>
