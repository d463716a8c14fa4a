import type { Knex } from 'knex'
import type { Trx } from '../host.ts'
import { bindings } from './judged.ts'
import { ADDED, KEPT } from './kept.ts'
import { inHistory, type History, type HistoryNames } from './names.ts'

export interface TakenBack {
  documents: number
  /** Moved since, so that what was there before is no longer right: they stay as they are. */
  changedSince: { tenant: string; id: string }[]
}

/**
 * Everything as it was before the backfill, to the byte; once more, there is nothing to take back. What has moved
 * since stays, and so does what is known of it.
 */
export async function takeBackfillBack(
  db: Knex,
  given: Partial<HistoryNames> = {},
  { rows = 200 } = {},
): Promise<TakenBack> {
  return await inHistory(db, given, async (trx, history) => {
    const named = bindings(history)
    const { rows: there } = await trx.raw(`select to_regclass('${KEPT}') is not null as "isThere"`)
    if (!there[0].isThere && !(await isColumnOurs(trx, history))) return { documents: 0, changedSince: [] }
    await trx.raw('lock table :invoices: in share row exclusive mode', named)
    const documents = there[0].isThere ? await restore(trx, history) : 0
    if (await isColumnOurs(trx, history))
      await trx.raw('alter table :invoices: drop column :invoiceType:', named)
    if (!there[0].isThere) return { documents, changedSince: [] }
    const changedSince = await stillKept(trx, rows)
    if (changedSince.length === 0) await trx.raw(`drop table ${KEPT}`)
    return { documents, changedSince }
  })
}

async function restore(trx: Trx, history: History): Promise<number> {
  const { names } = history
  const tenant = names.tenant === null ? `''` : 'i.:tenant:'
  // One of ours goes away with all it says, or went before.
  const isOurs = !history.hasType || (await isColumnOurs(trx, history))
  const [total, type] = [
    await typeOf(trx, history, names.total),
    await typeOf(trx, history, names.invoiceType),
  ]
  const isSame = isOurs ? '' : 'and cast(i.:invoiceType: as text) is not distinct from k.type_after'
  const andType = isOurs ? '' : `, :invoiceType: = cast(k.type_before as ${type})`
  const { rowCount } = await trx.raw(
    `with restored as (
       update :invoices: i set :total: = cast(k.total_before as ${total}) ${andType}
       from ${KEPT} k
       where k.tenant = cast(${tenant} as text) and k.invoice_id = cast(i.:id: as text)
         and i.:total: = cast(k.total_after as numeric) and coalesce(i.:creditApplied:, 0) = cast(k.credit_applied as numeric)
         ${isSame}
       returning k.tenant, k.invoice_id
     )
     delete from ${KEPT} k using restored r where r.tenant = k.tenant and r.invoice_id = k.invoice_id`,
    bindings(history),
  )
  return rowCount
}

async function stillKept(trx: Trx, most: number): Promise<TakenBack['changedSince']> {
  const { rows } = await trx.raw(
    `select tenant, invoice_id as id from ${KEPT}
     order by tenant collate "C", invoice_id collate "C" limit :most`,
    { most },
  )
  return rows
}

/** As the database calls it, so that text becomes the very same value again. */
async function typeOf(trx: Trx, { names }: History, column: string): Promise<string> {
  const { rows } = await trx.raw(
    `select format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = to_regclass(:table) and attname = :column and not attisdropped`,
    { table: names.invoices, column },
  )
  return rows[0]?.type ?? 'text'
}

async function isColumnOurs(trx: Trx, { names, hasType }: History): Promise<boolean> {
  if (!hasType) return false
  const { rows } = await trx.raw(
    `select coalesce(col_description(attrelid, attnum) = :said, false) as "isOurs" from pg_attribute
     where attrelid = to_regclass(:table) and attname = :column and not attisdropped`,
    { said: ADDED, table: names.invoices, column: names.invoiceType },
  )
  return rows[0]?.isOurs ?? false
}
