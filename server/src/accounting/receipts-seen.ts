import type { HostDocument, HostReceipt, Looked, Seen } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'

/** Documents, then receipts, each held in the order of their ids; what is not asked for is not read. */
export async function lookAt(
  trx: Transaction,
  wanted: Looked,
  originOf: (provider: string) => HostReceipt['origin'],
): Promise<Seen> {
  const { documents, alike } = await holdDocuments(trx, wanted)
  const receipts = wanted.receiptIds.length === 0 ? [] : await holdReceipts(trx, wanted.receiptIds)
  return {
    documents,
    receipts: receipts.map(({ provider, ...each }) => ({ ...each, origin: originOf(provider) })),
    alike,
  }
}

/** Together with what is alike, which is looked for again where somebody changed a document while it was waited for. */
async function holdDocuments(
  trx: Transaction,
  { documentIds, receiptIds, alike }: Looked,
): Promise<Pick<Seen, 'documents' | 'alike'>> {
  if (documentIds.length + receiptIds.length + alike.length === 0) return { documents: [], alike: [] }
  const { rows }: { rows: HeldRow[] } = await trx.raw(HOLD_DOCUMENTS, {
    documentIds: [...documentIds],
    receiptIds: [...receiptIds],
    ...alikeBindings(alike),
  })
  const isOld = alike.length > 0 && rows.some((each) => each.wasWaitedFor)
  return {
    documents: rows.flatMap(({ document }) => document ?? []),
    alike: isOld ? await findAlike(trx, alike) : (rows[0]?.alike ?? []),
  }
}

/** One with a document each, or one without any; what is alike stands in the first. */
interface HeldRow {
  document: HostDocument | null
  wasWaitedFor: boolean
  alike: Seen['alike'] | null
}

/** Days that the same payment may lie apart, keyed by two people. */
const DAYS_APART = 3

const alikeBindings = (alike: Looked['alike']) => ({ alike: JSON.stringify(alike), days: DAYS_APART })

async function findAlike(trx: Transaction, alike: Looked['alike']): Promise<Seen['alike']> {
  const { rows } = await trx.raw(FIND_ALIKE, alikeBindings(alike))
  return rows
}

const ALIKE = `
  select w.key, p.payment_id as "receiptId", abs(p.paid_on - w.date) as apart
  from jsonb_to_recordset(:alike::jsonb) as w (key text, "clientId" uuid, currency text, "amountMinor" bigint,
    date date, reference text, "documentIds" uuid[])
  join payments p on p.client_id = w."clientId" and p.provider <> 'quickbooks' and p.reversed_at is null
    and p.currency = w.currency and p.amount_minor = w."amountMinor"
    and p.paid_on between w.date - :days::int and w.date + :days::int
    and (p.reference is null or w.reference is null or lower(p.reference) = lower(w.reference))
  where p.unapplied_minor = p.amount_minor or exists (
    select from invoice_payments a where a.payment_id = p.payment_id and a.reversed_at is null
      and a.invoice_id = any (w."documentIds"))`

const FIND_ALIKE = `select key, "receiptId" from (${ALIKE}) a order by key, apart, "receiptId"`

/** A held document is as it is now, everything else as when the statement began: so it shows who was waited for. */
const HOLD_DOCUMENTS = `
  with held as (
    select i.invoice_id, i.xmin::text as written_by, i.number, i.client_id, i.issue_date, i.currency,
      i.finalized_at, i.voided_at, i.invoice_type, i.total_minor, i.credit_applied_minor, i.paid_minor
    from invoices i
    where i.invoice_id = any (array(
      select unnest(cast(:documentIds as uuid[]))
      union select a.invoice_id from invoice_payments a
        where a.payment_id = any (cast(:receiptIds as uuid[])) and a.reversed_at is null))
    order by i.invoice_id for update
  ), alike as (
    select coalesce(jsonb_agg(jsonb_build_object('key', a.key, 'receiptId', a."receiptId")
      order by a.key, a.apart, a."receiptId"), '[]') as found
    from (${ALIKE}) a
  )
  select case when h.invoice_id is not null then jsonb_build_object('documentId', h.invoice_id,
      'number', coalesce(h.number, ''), 'clientId', h.client_id, 'issueDate', h.issue_date, 'currency', h.currency,
      'standing', case when h.finalized_at is null then 'draft' when h.voided_at is not null then 'cancelled'
        else 'open' end,
      'isPrepayment', h.invoice_type = 'prepayment',
      'balanceDueMinor', case when h.finalized_at is null or h.voided_at is not null
        or h.invoice_type = 'credit_note' then 0
        else h.total_minor - h.credit_applied_minor - h.paid_minor end) end as document,
    h.invoice_id is not null and h.written_by is distinct from before.xmin::text as "wasWaitedFor",
    case when row_number() over (order by h.invoice_id) = 1 then alike.found end as alike
  from alike left join held h on true left join invoices before on before.invoice_id = h.invoice_id
  order by h.invoice_id`

type StoredReceipt = Omit<HostReceipt, 'origin'> & { provider: string }

async function holdReceipts(trx: Transaction, receiptIds: readonly string[]): Promise<StoredReceipt[]> {
  const { rows } = await trx.raw(`${RECEIPTS} for update`, [[...receiptIds]])
  return rows
}

/** As they stand, and free for whoever writes. */
export async function readReceipts(
  trx: Transaction,
  receiptIds: readonly string[],
  originOf: (provider: string) => HostReceipt['origin'],
): Promise<HostReceipt[]> {
  if (receiptIds.length === 0) return []
  const { rows }: { rows: StoredReceipt[] } = await trx.raw(RECEIPTS, [[...receiptIds]])
  return rows.map(({ provider, ...each }) => ({ ...each, origin: originOf(provider) }))
}

const RECEIPTS = `
  select p.payment_id as "receiptId", p.client_id as "clientId", p.provider,
    case p.method when 'adjustment' then 'adjustment' else 'cash' end as fed, p.paid_on as date, p.currency,
    p.reference, p.amount_minor as "amountMinor", p.reversed_at is not null as "isReversed",
    coalesce((
      select jsonb_agg(jsonb_build_object('allocationId', a.allocation_id, 'documentId', a.invoice_id,
        'amountMinor', a.amount_minor) order by a.allocation_id)
      from invoice_payments a
      where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null), '[]') as allocations
  from payments p where p.payment_id = any (?::uuid[])
  order by p.payment_id`
