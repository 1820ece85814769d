/** One SQL statement with its values ($1, $2 ...), and the rows that it gives. */
export type Query = <Row = Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>

/** A PostgreSQL, whether it is a server or runs in this process. SQL here keeps to what PostgreSQL 15 has. */
export interface Database {
  readonly query: Query

  /** What `work` does is done as a whole, or not at all when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>

  /** Several statements without values. */
  script(sql: string): Promise<void>

  /** Keeps a copy of all that is stored, and says where: a folder, or a schema of the database. */
  backUp(name: string): Promise<string>

  close(): Promise<void>
}
