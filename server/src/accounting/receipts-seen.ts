import type { HostDocument, HostReceipt, Looked, Seen } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'

/** Documents, then receipts, each held in the order of their ids; what is not asked for is not read. */
export async function lookAt(
  trx: Transaction,
  wanted: Looked,
  originOf: (provider: string) => HostReceipt['origin'],
): Promise<Seen> {
  const { receiptIds, documentIds, alike } = wanted
  const documents = receiptIds.length + documentIds.length === 0 ? [] : await holdDocuments(trx, wanted)
  const receipts = receiptIds.length === 0 ? [] : await holdReceipts(trx, receiptIds)
  return {
    documents,
    receipts: receipts.map(({ provider, ...each }) => ({ ...each, origin: originOf(provider) })),
    alike: alike.length === 0 ? [] : await findAlike(trx, alike),
  }
}

async function holdDocuments(trx: Transaction, { documentIds, receiptIds }: Looked): Promise<HostDocument[]> {
  const { rows } = await trx.raw(HOLD_DOCUMENTS, {
    documentIds: [...documentIds],
    receiptIds: [...receiptIds],
  })
  return rows
}

const HOLD_DOCUMENTS = `
  select i.invoice_id as "documentId", coalesce(i.number, '') as number, i.client_id as "clientId",
    i.issue_date as "issueDate", i.currency,
    case when i.finalized_at is null then 'draft' when i.voided_at is not null then 'cancelled' else 'open' end
      as standing,
    i.invoice_type = 'prepayment' as "isPrepayment",
    case when i.finalized_at is null or i.voided_at is not null or i.invoice_type = 'credit_note' then 0
      else i.total_minor - i.credit_applied_minor - i.paid_minor end as "balanceDueMinor"
  from invoices i
  where i.invoice_id = any (array(
    select unnest(cast(:documentIds as uuid[]))
    union select a.invoice_id from invoice_payments a
      where a.payment_id = any (cast(:receiptIds as uuid[])) and a.reversed_at is null))
  order by i.invoice_id for update`

type StoredReceipt = Omit<HostReceipt, 'origin'> & { provider: string }

async function holdReceipts(trx: Transaction, receiptIds: readonly string[]): Promise<StoredReceipt[]> {
  const { rows } = await trx.raw(HOLD_RECEIPTS, [[...receiptIds]])
  return rows
}

const HOLD_RECEIPTS = `
  select p.payment_id as "receiptId", p.client_id as "clientId", p.provider,
    case p.method when 'adjustment' then 'adjustment' else 'cash' end as fed, p.paid_on as date, p.currency,
    p.reference, p.amount_minor as "amountMinor", p.reversed_at is not null as "isReversed",
    coalesce((
      select jsonb_agg(jsonb_build_object('allocationId', a.allocation_id, 'documentId', a.invoice_id,
        'amountMinor', a.amount_minor) order by a.allocation_id)
      from invoice_payments a
      where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null), '[]') as allocations
  from payments p where p.payment_id = any (?::uuid[])
  order by p.payment_id for update`

/** Days that the same payment may lie apart, keyed by two people. */
const DAYS_APART = 3

async function findAlike(trx: Transaction, alike: Looked['alike']): Promise<Seen['alike']> {
  const { rows } = await trx.raw(FIND_ALIKE, { alike: JSON.stringify(alike), days: DAYS_APART })
  return rows
}

const FIND_ALIKE = `
  select w.key, p.payment_id as "receiptId"
  from jsonb_to_recordset(:alike::jsonb) as w (key text, "clientId" uuid, currency text, "amountMinor" bigint,
    date date, reference text, "documentIds" uuid[])
  join payments p on p.client_id = w."clientId" and p.provider <> 'quickbooks' and p.reversed_at is null
    and p.currency = w.currency and p.amount_minor = w."amountMinor"
    and p.paid_on between w.date - :days::int and w.date + :days::int
    and (p.reference is null or w.reference is null or lower(p.reference) = lower(w.reference))
  where p.unapplied_minor = p.amount_minor or exists (
    select from invoice_payments a where a.payment_id = p.payment_id and a.reversed_at is null
      and a.invoice_id = any (w."documentIds"))
  order by w.key, abs(p.paid_on - w.date), p.payment_id`
