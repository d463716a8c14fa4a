import type { Protect, Trx } from '@tieout/accounting-sync'
import knex, { type Knex } from 'knex'
import pg from 'pg'

/** Days stay `YYYY-MM-DD`, instants become ISO text, bigints numbers: what the module reads is plain. */
const parsers = new Map<number, (text: string) => unknown>([
  [1082, String],
  [1184, (text) => new Date(text).toISOString()],
  [20, Number],
])
const types = {
  getTypeParser: (oid: number, format?: 'text') => parsers.get(oid) ?? pg.types.getTypeParser(oid, format),
}

export const connect = (connectionString: string): Knex =>
  knex({ client: 'pg', connection: { connectionString, types } as Knex.PgConnectionConfig })

/** How this host keeps tenants apart: every transaction says whose it is, and the database listens. */
export const inTenant = <T>(db: Knex, tenant: string, work: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction(async (trx) => {
    await trx.raw(`select set_config('host.tenant', ?, true)`, [tenant])
    return await work(trx)
  })

/** For the few looks of the module across tenants. */
export const EVERYBODY = '*'

/** The wall. The module hands over each of its tables; a host with roles of its own grants `rights` to them. */
export const protect: Protect = async (db, table, rights) => {
  await db.raw('alter table ?? enable row level security', [table])
  await db.raw('alter table ?? force row level security', [table])
  await db.raw(`create policy own on ?? using (tenant::text = current_setting('host.tenant'))`, [table])
  if (rights.system === undefined) return
  await db.raw(`create policy across on ?? for select using (current_setting('host.tenant') = '*')`, [table])
}
