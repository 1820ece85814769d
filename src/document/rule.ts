import type * as v from 'valibot'
import type { Command } from './command.ts'
import type { Id } from './id.ts'
import type { Document } from './records.ts'

/** What a command does. A document is never changed in place; what stays is shared between before and after. */
export type CommandRule<C extends Command> = {
  readonly schema: v.GenericSchema<unknown, C>
  /** @throws CommandConflict when the document is not as the command expects it */
  apply(document: Document, command: C): Document
  /** What takes the command back, from the document as it was before. */
  invert(document: Document, command: C): Command
  needs(command: C): Needs
}

/**
 * The rows that a command reads or writes: a document that has these is enough for it. All classes are always there,
 * and objects come with their images.
 */
export type Needs = {
  readonly images: readonly Id[]
  readonly objects: readonly Id[]
  /** All objects of these classes. */
  readonly objectsOfClasses: readonly Id[]
}

/** A command that is sound, but does not fit the document: what it names is gone, or is there already. */
export class CommandConflict extends Error {
  override readonly name = 'CommandConflict'
}
