import pg from 'pg'
import type { Database, Query } from './database.ts'

/**
 * A schema of a PostgreSQL server, made when it is not there.
 *
 * @param url     such as postgres://name:password@host/database
 * @param schema  small letters, digits and _ only
 * @throws Error that names the host, when it cannot be reached
 */
export async function openPostgres(url: string, schema: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 4, options: `-c search_path=${schema}` })
  // A connection that breaks while nobody uses it is replaced by the next one.
  pool.on('error', () => {})
  const queryOf =
    (on: pg.Pool | pg.PoolClient): Query =>
    async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await on.query(sql, [...values])).rows as Row[]
  try {
    await pool.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`)
  } catch (error) {
    await pool.end()
    const { host } = new URL(url)
    throw new Error(`store: PostgreSQL at ${host} did not open: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return {
    query: queryOf(pool),
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('BEGIN')
        const result = await work(queryOf(client))
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(failure => {
          broken = failure
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    async script(sql) {
      await pool.query(sql)
    },
    async backUp(name) {
      const copy = `${schema}_${name.replace(/\W/g, '_')}`
      const tables = await pool.query('SELECT tablename FROM pg_tables WHERE schemaname = $1', [schema])
      const copies = tables.rows.map(
        ({ tablename }) => `CREATE TABLE "${copy}"."${tablename}" AS TABLE "${schema}"."${tablename}";`,
      )
      await pool.query(`BEGIN; CREATE SCHEMA "${copy}"; ${copies.join(' ')} COMMIT;`)
      return `schema ${copy}`
    },
    close: () => pool.end(),
  }
}
