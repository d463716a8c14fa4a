import { notFound, type TenantContext, type Transaction } from '@tieout/platform'
import { encodeCursor, instantText, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { readCursor } from '../catalogue/cursor.ts'
import { documentDate } from '../contract/invoices.ts'
import type { getStatement, invoiceTransactions, Movement, TransactionView } from '../contract/receivables.ts'

const place = z.tuple([documentDate, instantText, uuid])

/** What a client owed before a period, everything that moved it in between, and what they owe after. */
export async function readStatement(
  { trx }: TenantContext,
  { clientId, from, to, cursor, limit }: ParsedInputOf<typeof getStatement>,
): Promise<OutputOf<typeof getStatement>> {
  const client: { display_name: string } | undefined = await trx('clients')
    .where({ client_id: clientId })
    .first('display_name')
  if (!client) throw notFound('client')
  const currencies: { currency: string; openingMinor: number; closingMinor: number }[] = (
    await trx.raw(BALANCES, { clientId, from, to })
  ).rows
  const after = cursor === undefined ? null : readCursor(cursor, place)
  const [occurredOn = null, recordedAt = null, transactionId = null] = after ?? []
  const { rows }: { rows: Movement[] } = await trx.raw(MOVEMENTS, {
    clientId,
    from,
    to,
    occurredOn,
    recordedAt,
    transactionId,
    limit: limit + 1,
  })
  return { clientId, clientName: client.display_name, from, to, currencies, ...pageOf(rows, limit) }
}

export async function readTransactions(
  { trx }: TenantContext,
  { invoiceId, cursor, limit }: ParsedInputOf<typeof invoiceTransactions>,
): Promise<OutputOf<typeof invoiceTransactions>> {
  await requireDocument(trx, invoiceId)
  const after = cursor === undefined ? null : readCursor(cursor, place)
  const [occurredOn = null, recordedAt = null, transactionId = null] = after ?? []
  const { rows }: { rows: TransactionView[] } = await trx.raw(OF_DOCUMENT, {
    invoiceId,
    occurredOn,
    recordedAt,
    transactionId,
    limit: limit + 1,
  })
  return pageOf(rows, limit)
}

async function requireDocument(trx: Transaction, invoiceId: string): Promise<void> {
  const found = await trx('invoices').where({ invoice_id: invoiceId }).first('invoice_id')
  if (!found) throw notFound('document')
}

function pageOf<T extends TransactionView>(
  rows: T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = last && rows.length > items.length
  return {
    items,
    nextCursor: more ? encodeCursor([last.occurredOn, last.recordedAt, last.transactionId]) : null,
  }
}

const BALANCES = `
  select currency,
    coalesce(sum(receivable_minor) filter (where occurred_on < :from), 0)::bigint as "openingMinor",
    sum(receivable_minor)::bigint as "closingMinor"
  from transactions
  where client_id = :clientId and occurred_on <= :to
  group by currency
  order by currency`

const COLUMNS = `
  t.transaction_id as "transactionId", t.kind, t.invoice_id as "invoiceId", i.number as "invoiceNumber",
  t.payment_id as "paymentId", t.credit_id as "creditId", t.allocation_id as "allocationId", t.currency,
  t.amount_minor as "amountMinor", t.receivable_minor as "receivableMinor", t.occurred_on as "occurredOn",
  t.recorded_at as "recordedAt", t.reason`

const AFTER = `(:occurredOn::date is null or
  (t.occurred_on, t.recorded_at, t.transaction_id) > (:occurredOn::date, :recordedAt::timestamptz, :transactionId::uuid))`

const IN_ORDER = 'order by t.occurred_on, t.recorded_at, t.transaction_id limit :limit'

/** The running balance counts from the client's beginning, so that every page of it agrees. */
const MOVEMENTS = `
  with moved as (
    select *, sum(receivable_minor) over (
      partition by currency order by occurred_on, recorded_at, transaction_id)::bigint as balance_minor
    from transactions
    where client_id = :clientId and occurred_on <= :to
  )
  select ${COLUMNS}, t.balance_minor as "balanceMinor"
  from moved t
  left join invoices i on i.tenant = t.tenant and i.invoice_id = t.invoice_id
  where t.occurred_on >= :from and ${AFTER}
  ${IN_ORDER}`

const OF_DOCUMENT = `
  select ${COLUMNS}
  from transactions t
  left join invoices i on i.tenant = t.tenant and i.invoice_id = t.invoice_id
  where t.invoice_id = :invoiceId and ${AFTER}
  ${IN_ORDER}`
