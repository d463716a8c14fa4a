import { notFound, type TenantContext } from '@tieout/platform'
import type { OutputOf, ParsedInputOf } from '@tieout/platform/contract'
import { companyToday } from '../catalogue/today.ts'
import type { clientBalance } from '../contract/receivables.ts'

/** What a client owes now, and what they could pay it with, in each of their currencies. */
export async function readBalance(
  { trx, tenant, clock }: TenantContext,
  { clientId }: ParsedInputOf<typeof clientBalance>,
): Promise<OutputOf<typeof clientBalance>> {
  const client = await trx('clients').where({ client_id: clientId }).first('client_id')
  if (!client) throw notFound('client')
  const today = await companyToday(trx, tenant, clock)
  const { rows } = await trx.raw(BALANCE, { clientId, today })
  return { clientId, currencies: rows }
}

const BALANCE = `
  with amounts as (
    select i.currency, b.balance_due_minor as owed,
      case when i.due_date < :today::date then b.balance_due_minor else 0 end as overdue,
      1 as documents, 0 as receipts, 0 as credit
    from invoices i
    join invoice_balances b on b.tenant = i.tenant and b.invoice_id = i.invoice_id
    where i.client_id = :clientId and b.balance_due_minor > 0
    union all
    select currency, 0, 0, 0, unapplied_minor, 0
    from payments
    where client_id = :clientId and unapplied_minor > 0
    union all
    select currency, 0, 0, 0, 0, remaining_minor
    from credits
    where client_id = :clientId and withdrawn_at is null and remaining_minor > 0
      and (expires_on is null or expires_on >= :today::date)
  )
  select currency, sum(owed)::bigint as "balanceDueMinor", sum(overdue)::bigint as "overdueMinor",
    sum(documents)::bigint as "openDocuments", sum(receipts)::bigint as "unappliedReceiptsMinor",
    sum(credit)::bigint as "availableCreditMinor"
  from amounts
  group by currency
  order by currency`
