import knex, { type Knex } from 'knex'
import pg from 'pg'
import type { HostTransactions } from '../host.ts'
import type { Protect } from '../postgres/tables/index.ts'

/** Days stay `YYYY-MM-DD`, instants become ISO text, bigints numbers: what the module reads is plain. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.DATE, String],
  [pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
  [pg.types.builtins.INT8, wholeNumber],
])
const types = {
  getTypeParser: (oid: number, format?: 'text') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format),
}

/** A pool that reads as the module wants to. For a role that owns the tables or was granted them, and no superuser. */
export const connect = (connectionString: string, pool: Knex.PoolConfig = {}): Knex =>
  knex({ client: 'pg', connection: { connectionString, types } as Knex.PgConnectionConfig, pool })

/** Every transaction says whose it is, and the database listens. */
export const walledTransactions = (db: Knex): HostTransactions => {
  const as: HostTransactions['inTenant'] = (whose, work) =>
    db.transaction(async (trx) => {
      await trx.raw(`select set_config('tieout.tenant', ?, true)`, [whose])
      return await work(trx)
    })
  return {
    async inTenant(tenant, work) {
      if (tenant === EVERYBODY || tenant === '') throw new Error('a transaction is of one tenant')
      return await as(tenant, work)
    },
    acrossTenants: (work) => as(EVERYBODY, work),
  }
}

const EVERYBODY = '*'

/**
 * The wall: rows of another tenant are neither seen nor written, and with no tenant said, none are. The owner
 * of the table is no exception. Put your own tables with a column `tenant` behind it too.
 */
export const wall: Protect = async (db, table, rights) => {
  await db.raw('alter table ?? enable row level security', [table])
  await db.raw('alter table ?? force row level security', [table])
  await db.raw(`create policy own on ?? using (tenant::text = current_setting('tieout.tenant', true))`, [
    table,
  ])
  if (rights.system === undefined) return
  await db.raw(
    `create policy across on ?? for select using (current_setting('tieout.tenant', true) = '${EVERYBODY}')`,
    [table],
  )
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`${text} is more than is counted exactly`)
  return number
}
