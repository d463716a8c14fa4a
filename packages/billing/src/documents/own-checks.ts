import type { Transaction } from '@tieout/platform'
import type { ReadinessFinding } from './readiness.ts'

/** What the books themselves have against finalizing a draft; one statement however many are asked for. */
export async function ownFindings(
  trx: Transaction,
  invoiceIds: readonly string[],
): Promise<ReadinessFinding[]> {
  const { rows }: { rows: DraftFacts[] } = await trx.raw(FACTS, [[...invoiceIds]])
  return rows.flatMap(findingsOf)
}

interface DraftFacts {
  invoiceId: string
  totalMinor: number
  hasLines: boolean
  clientName: string
  clientActive: boolean
  hasAddress: boolean
  sourceNumber: string | null
  sourceCancelled: boolean
}

const FACTS = `
  select i.invoice_id as "invoiceId", i.total_minor as "totalMinor",
    exists (select from invoice_lines l where l.tenant = i.tenant and l.invoice_id = i.invoice_id) as "hasLines",
    c.display_name as "clientName", c.status = 'active' as "clientActive",
    c.address_line1 is not null and c.city is not null as "hasAddress",
    s.number as "sourceNumber", s.voided_at is not null as "sourceCancelled"
  from invoices i
  join clients c on c.tenant = i.tenant and c.client_id = i.client_id
  left join invoices s on s.tenant = i.tenant and s.invoice_id = i.source_invoice_id
  where i.invoice_id = any (?::uuid[]) and i.finalized_at is null
  order by i.invoice_id`

function findingsOf(draft: DraftFacts): ReadinessFinding[] {
  const { invoiceId, clientName, sourceNumber } = draft
  const blocking = (messageKey: string, params: Record<string, string> = {}): ReadinessFinding => ({
    invoiceId,
    messageKey,
    params,
    blocking: true,
  })
  return [
    ...(draft.hasLines ? [] : [blocking('no-lines')]),
    // A document over nothing would take a number and say nothing.
    ...(draft.hasLines && draft.totalMinor === 0 ? [blocking('zero-total')] : []),
    ...(draft.clientActive ? [] : [blocking('client-inactive', { clientName })]),
    ...(draft.sourceCancelled ? [blocking('source-cancelled', { number: sourceNumber ?? '' })] : []),
    ...(draft.hasAddress
      ? []
      : [{ invoiceId, messageKey: 'client-without-address', params: { clientName }, blocking: false }]),
  ]
}
