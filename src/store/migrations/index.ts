import { document } from './0001-document.ts'

/** A step from one form of the database to the next. What was released is never changed, only added to. */
export type Migration = {
  /** From 1, without gaps. */
  readonly number: number
  readonly name: string
  readonly sql: string
}

export const migrations: readonly Migration[] = [document]
