import type { BooksContext } from '../billing.ts'
import type { StoredInvoice } from '../documents/rows.ts'
import { TRAIL_COLUMNS, TRAIL_RECORD, trailRows } from '../receivables/trail.ts'
import { followPaid, trailOf, type PaidWith } from './allocations.ts'
import type { ExternalPayment } from './external-payment.ts'

export interface NewReceipt extends ExternalPayment {
  paymentId: string
  contentHash: string
  unappliedMinor: number
  allocations: readonly { allocationId: string; invoiceId: string; amountMinor: number }[]
}

/**
 * Receipts with all that follows from them: what they pay, and the trail, in one statement. Answers those that
 * are new. Of two who record one reference at the same instant the second waits here and writes nothing;
 * everybody writes in the order of the references, so that nobody waits in a ring.
 */
export async function writeReceipts(
  ctx: BooksContext,
  documents: readonly StoredInvoice[],
  receipts: readonly NewReceipt[],
): Promise<NewReceipt[]> {
  if (receipts.length === 0) return []
  const paying = receipts.map((each): PaidWith => ({ ...each, appliedOn: each.paidOn }))
  const { rows }: { rows: [Written] } = await ctx.trx.raw(WRITE_RECEIPTS, {
    tenant: ctx.tenant,
    now: ctx.clock.now(),
    receipts: JSON.stringify(receipts),
    allocations: JSON.stringify(
      receipts.flatMap(({ paymentId, paidOn, allocations }) =>
        allocations.map((each) => ({ ...each, paymentId, appliedOn: paidOn })),
      ),
    ),
    trail: JSON.stringify(trailRows(ctx, paying.flatMap(trailOf))),
  })
  const [{ written, paid }] = rows
  const inserted = new Set(written)
  const isWritten = ({ paymentId }: { paymentId: string }) => inserted.has(paymentId)
  await followPaid(
    ctx,
    documents,
    paying.filter(isWritten),
    new Map(paid.map((each) => [each.invoiceId, each.paidMinor])),
  )
  return receipts.filter(isWritten)
}

interface Written {
  written: string[]
  /** What each document has been paid now, in all. */
  paid: { invoiceId: string; paidMinor: number }[]
}

const WRITE_RECEIPTS = `
  with inserted as (
    insert into payments (tenant, recorded_at, payment_id, client_id, provider, provider_reference, content_hash,
      method, reference, paid_on, currency, amount_minor, unapplied_minor, note)
    select :tenant::uuid, :now::timestamptz, r.*
    from jsonb_to_recordset(:receipts::jsonb) as r ("paymentId" uuid, "clientId" uuid, provider text,
      "providerReference" text, "contentHash" text, method text, reference text, "paidOn" date,
      currency char(3), "amountMinor" bigint, "unappliedMinor" bigint, note text)
    order by r.provider, r."providerReference"
    on conflict (tenant, provider, provider_reference) do nothing
    returning payment_id
  ), allocated as (
    insert into invoice_payments (tenant, allocation_id, payment_id, invoice_id, amount_minor, applied_on,
      recorded_at)
    select :tenant::uuid, a."allocationId", a."paymentId", a."invoiceId", a."amountMinor", a."appliedOn",
      :now::timestamptz
    from jsonb_to_recordset(:allocations::jsonb) as a ("allocationId" uuid, "paymentId" uuid, "invoiceId" uuid,
      "amountMinor" bigint, "appliedOn" date)
    join inserted on inserted.payment_id = a."paymentId"
    returning invoice_id, amount_minor
  ), paid as (
    update invoices i set paid_minor = i.paid_minor + a.amount, updated_at = :now::timestamptz
    from (select invoice_id, sum(amount_minor) as amount from allocated group by 1) a
    where i.invoice_id = a.invoice_id
    returning i.invoice_id as "invoiceId", i.paid_minor as "paidMinor"
  ), told as (
    insert into transactions (${TRAIL_COLUMNS})
    select :tenant::uuid, :now::timestamptz, r.*
    from jsonb_to_recordset(:trail::jsonb) as r (${TRAIL_RECORD})
    join inserted on inserted.payment_id = r.payment_id
  )
  select (select coalesce(jsonb_agg(payment_id order by payment_id), '[]') from inserted) as written,
    (select coalesce(jsonb_agg(to_jsonb(paid) order by paid."invoiceId"), '[]') from paid) as paid`
