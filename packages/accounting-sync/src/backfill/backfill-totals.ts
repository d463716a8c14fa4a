import type { Knex } from 'knex'
import type { Trx } from '../host.ts'
import { bindings, judgedIn } from './judged.ts'
import { ADDED, keep } from './kept.ts'
import { inHistory, type History, type HistoryNames } from './names.ts'
import { reportOn, type BackfillReport } from './report.ts'

/** Of each sort so many documents are named in a report. */
const NAMED = 200

/** What the backfill would do. Nothing is written. */
export async function rehearseBackfill(
  db: Knex,
  given: Partial<HistoryNames> = {},
  { rows = NAMED } = {},
): Promise<BackfillReport> {
  return await inHistory(db, given, (trx, history) => reportOn(trx, history, rows))
}

/**
 * For a host that lowered an invoice's total by each credit applied: the total is again what its lines come to, and
 * each document says what it is. All or nothing, nobody writes documents meanwhile, and a second time changes nothing.
 * What was changed is kept beside it, for `takeBackfillBack`.
 */
export async function backfillTotals(
  db: Knex,
  given: Partial<HistoryNames> = {},
  { rows = NAMED, at }: { rows?: number; at: Date },
): Promise<BackfillReport> {
  return await inHistory(db, given, async (trx, history) => {
    await trx.raw('lock table :invoices:, :lines: in share row exclusive mode', bindings(history))
    const report = await reportOn(trx, history, rows)
    if (report.restored.documents === 0 && report.typed.length === 0) return report
    await keep(trx, history, at)
    await say(trx, history)
    return report
  })
}

async function say(trx: Trx, history: History): Promise<void> {
  const named = bindings(history)
  if (!history.hasType) {
    await trx.raw('alter table :invoices: add column :invoiceType: text', named)
    await trx.raw(`comment on column :invoices:.:invoiceType: is '${ADDED}'`, named)
  }
  const tenant = history.names.tenant === null ? `''` : 'i.:tenant:'
  await trx.raw(
    `update :invoices: i set :total: = j."totalAfter", :invoiceType: = j."typeAfter"
     from (${judgedIn(history)}) j
     where j.tenant = cast(${tenant} as text) and j.id = cast(i.:id: as text)
       and (j.verdict = 'restored' or j.type is distinct from j."typeAfter")`,
    named,
  )
}
