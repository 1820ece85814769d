import * as v from 'valibot'
import { commandSchema } from './apply.ts'
import type { Command } from './command.ts'

/** JSON that is no command; the message says which value is wrong, and what was expected. */
export class CommandFormatError extends Error {
  override readonly name = 'CommandFormatError'
}

/** Deeper than any inverse of an inverse. */
const deepest = 10

/**
 * A command from JSON that came from elsewhere.
 *
 * @throws CommandFormatError
 */
export function parseCommand(json: unknown): Command {
  if (depth(json) > deepest)
    throw new CommandFormatError(`command: sequences within sequences, expected at most ${deepest} levels`)
  const result = v.safeParse(commandSchema, json, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const place = ['command', ...(issue.path ?? []).map(({ key }) => String(key))].join('.')
  throw new CommandFormatError(`${place}${problem(issue)}`)
}

function problem({ expected, received, input, message }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return ': there is no such field'
  if (received === 'undefined') return ' is missing'
  // A schema with words of its own says better than its pattern what was expected.
  return `: found ${found(input)}, expected ${message.startsWith('Invalid ') ? expected : message}`
}

function found(value: unknown): string {
  const text = String(JSON.stringify(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** How deep sequences lie within each other; stops counting where it is too deep. */
function depth(json: unknown, above = 0): number {
  const inner = (json as { commands?: unknown } | null)?.commands
  if (above > deepest || !Array.isArray(inner)) return above
  return inner.reduce((most, command) => Math.max(most, depth(command, above + 1)), above)
}
