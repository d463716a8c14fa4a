import type { Transaction } from '@tieout/platform'
import { COLUMNS, type StoredInvoice } from '../documents/rows.ts'
import type { ExternalPayment } from './external-payment.ts'
import type { ReceiptFacts, RecordedReceipt } from './plan-receipts.ts'

/**
 * Everything that decides about receipts, in one statement. The documents are held until the transaction ends,
 * as everywhere before payments and credit; what is recorded is as it was before they were waited for.
 */
export async function holdFacts(
  trx: Transaction,
  payments: readonly ExternalPayment[],
): Promise<ReceiptFacts> {
  const { rows }: { rows: Row[] } = await trx.raw(HOLD_FACTS, {
    invoiceIds: payments.flatMap((payment) => payment.allocations.map((each) => each.invoiceId)),
    clientIds: payments.map((each) => each.clientId),
    wanted: JSON.stringify(
      payments.map(({ provider, providerReference: reference }) => ({ provider, reference })),
    ),
  })
  const [first] = rows
  return {
    documents: rows.flatMap(({ known: _known, recorded: _recorded, ...document }) =>
      document.invoiceId === null ? [] : [document as StoredInvoice],
    ),
    clientIds: first?.known ?? [],
    recorded: first?.recorded ?? [],
  }
}

/** A document, or nothing but nulls where there is none; the rest stands in the first row alone. */
type Row = { [K in keyof StoredInvoice]: StoredInvoice[K] | null } & {
  known: string[] | null
  recorded: RecordedReceipt[] | null
}

const DOCUMENT = Object.entries(COLUMNS)
  .map(([name, column]) => `${column} as "${name}"`)
  .join(', ')

const HOLD_FACTS = `
  with held as (
    select ${DOCUMENT} from invoices i where i.invoice_id = any (:invoiceIds::uuid[])
    order by i.invoice_id for update
  ), facts as (
    select
      (select coalesce(jsonb_agg(c.client_id order by c.client_id), '[]') from clients c
        where c.client_id = any (:clientIds::uuid[])) as known,
      (select coalesce(jsonb_agg(jsonb_build_object('paymentId', p.payment_id, 'provider', p.provider,
          'providerReference', p.provider_reference, 'contentHash', p.content_hash) order by p.payment_id), '[]')
        from (select distinct * from jsonb_to_recordset(:wanted::jsonb) as w (provider text, reference text)) w
        join payments p on p.provider = w.provider and p.provider_reference = w.reference) as recorded
  )
  select held.*, case when row_number() over (order by held."invoiceId") = 1 then facts.known end as known,
    case when row_number() over (order by held."invoiceId") = 1 then facts.recorded end as recorded
  from facts left join held on true
  order by held."invoiceId"`
