import type { Trx } from '../host.ts'
import { bindings, judgedIn } from './judged.ts'
import type { History } from './names.ts'

/** What the backfill changed, as it was before, to the byte. */
export const KEPT = 'accounting_backfilled_totals'

/** How a column says that it is ours to take away again. */
export const ADDED = 'said by the backfill of totals'

const CREATE = `
  create table if not exists ${KEPT} (
    tenant text not null, invoice_id text not null, total_before text not null, total_after text not null,
    credit_applied text not null, type_before text, type_after text, changed_at timestamptz not null,
    primary key (tenant, invoice_id))`

/**
 * Notes what is about to be changed. One that was lowered once more since it was last put right is kept as it is now:
 * that is what its host knew before. Kinds in a column of ours go with the column.
 */
export async function keep(trx: Trx, history: History, at: Date): Promise<void> {
  await trx.raw(CREATE)
  const kinds = history.hasType ? 'or type is distinct from "typeAfter"' : ''
  await trx.raw(
    `insert into ${KEPT} as k (tenant, invoice_id, total_before, total_after, credit_applied, type_before, type_after,
       changed_at)
     select tenant, id, cast(total as text), cast("totalAfter" as text), cast(credit as text),
       type, "typeAfter", cast(:at as timestamptz)
     from (${judgedIn(history)}) j where verdict = 'restored' ${kinds}
     order by tenant collate "C", id collate "C"
     on conflict (tenant, invoice_id) do update set total_before = excluded.total_before,
       total_after = excluded.total_after, credit_applied = excluded.credit_applied,
       type_after = excluded.type_after, changed_at = excluded.changed_at`,
    { ...bindings(history), at: at.toISOString() },
  )
}
