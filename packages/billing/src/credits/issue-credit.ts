import { conflict } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import { companyToday } from '../catalogue/today.ts'
import { appendToTrail } from '../receivables/trail.ts'

interface Pool {
  creditId: string
  clientId: string
  sourceInvoiceId: string
  currency: string
  amountMinor: number
  remainingMinor: number
  sourceNumber: string
}

/**
 * Gives each of these finalized credit notes or fully paid prepayments its pool of credit. The caller
 * holds the documents locked. One that has its pool already keeps it; a withdrawn pool of a prepayment
 * paid again comes back into use, for what the prepayment says now; a document over nothing has none.
 */
export async function issueCredits(ctx: BooksContext, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const wanted = documentIds.map((invoiceId) => ({ invoice_id: invoiceId, credit_id: ctx.ids.uuid() }))
  const { rows }: { rows: Pool[] } = await ctx.trx.raw(ISSUE, [
    today,
    ctx.clock.now(),
    JSON.stringify(wanted),
  ])
  await appendToTrail(
    ctx,
    rows.map((pool) => ({ ...inTrail(pool), kind: 'credit_issued', occurredOn: today })),
  )
}

/**
 * Takes the pools of these documents out of use: the credit note is voided, or the prepayment no longer
 * paid. Refused when any of it is spent, since that would leave an invoice paid with nothing.
 */
export async function withdrawCredit(
  ctx: BooksContext,
  documentIds: readonly string[],
  reason: string,
): Promise<void> {
  if (documentIds.length === 0) return
  const { rows }: { rows: Pool[] } = await ctx.trx.raw(LOCK_POOLS, [[...documentIds]])
  const spent = rows.find((pool) => pool.remainingMinor < pool.amountMinor)
  if (spent) throw creditSpent(spent, await spentOn(ctx, spent.creditId))
  if (rows.length === 0) return
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  const creditIds = rows.map((pool) => pool.creditId)
  await ctx.trx('credits').whereIn('credit_id', creditIds).update({ withdrawn_at: ctx.clock.now() })
  await appendToTrail(
    ctx,
    rows.map((pool) => ({ ...inTrail(pool), kind: 'credit_withdrawn', occurredOn: today, reason })),
  )
}

/** A pool moves nothing of what is owed; only applying it does. */
const inTrail = (pool: Pool) => ({
  clientId: pool.clientId,
  creditId: pool.creditId,
  invoiceId: pool.sourceInvoiceId,
  currency: pool.currency,
  amountMinor: pool.amountMinor,
  receivableMinor: 0,
})

const creditSpent = (pool: Pool, invoices: readonly SpentOn[]) =>
  conflict(
    'credit-spent',
    `Credit from ${pool.sourceNumber} is applied to ${invoices.map((each) => each.number).join(', ')}. Take it off there first.`,
    {
      creditId: pool.creditId,
      sourceInvoiceId: pool.sourceInvoiceId,
      invoices,
    },
  )

interface SpentOn {
  invoiceId: string
  number: string
  amountMinor: number
}

/** The invoices that it pays at the moment. */
async function spentOn({ trx }: BooksContext, creditId: string): Promise<SpentOn[]> {
  const { rows } = await trx.raw(
    `select i.invoice_id as "invoiceId", i.number, sum(a.amount_minor)::bigint as "amountMinor"
     from credit_allocations a join invoices i on i.tenant = a.tenant and i.invoice_id = a.invoice_id
     where a.credit_id = ? and a.unapplied_at is null
     group by i.invoice_id, i.number order by i.number, i.invoice_id`,
    [creditId],
  )
  return rows
}

const ISSUE = `
  insert into credits as c (tenant, credit_id, client_id, source_invoice_id, currency, amount_minor,
    remaining_minor, issued_on, created_at)
  select i.tenant, w.credit_id, i.client_id, i.invoice_id, i.currency, i.total_minor, i.total_minor,
    case i.invoice_type when 'credit_note' then i.issue_date else ?::date end, ?::timestamptz
  from jsonb_to_recordset(?::jsonb) as w (invoice_id uuid, credit_id uuid)
  join invoices i on i.invoice_id = w.invoice_id
  where i.finalized_at is not null and i.voided_at is null and i.total_minor > 0
    and (i.invoice_type = 'credit_note' or (i.invoice_type = 'prepayment' and i.paid_minor = i.total_minor))
  order by i.invoice_id
  on conflict (tenant, source_invoice_id) do update
    set withdrawn_at = null, issued_on = excluded.issued_on, client_id = excluded.client_id,
      currency = excluded.currency, amount_minor = excluded.amount_minor,
      remaining_minor = excluded.remaining_minor
    where c.withdrawn_at is not null
  returning c.credit_id as "creditId", c.client_id as "clientId", c.source_invoice_id as "sourceInvoiceId",
    c.currency, c.amount_minor as "amountMinor"`

const LOCK_POOLS = `
  select c.credit_id as "creditId", c.client_id as "clientId", c.source_invoice_id as "sourceInvoiceId",
    c.currency, c.amount_minor as "amountMinor", c.remaining_minor as "remainingMinor", i.number as "sourceNumber"
  from credits c
  join invoices i on i.tenant = c.tenant and i.invoice_id = c.source_invoice_id
  where c.source_invoice_id = any (?::uuid[]) and c.withdrawn_at is null
  order by c.credit_id
  for update of c`
