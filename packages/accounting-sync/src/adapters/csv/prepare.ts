import type { Prepared, References } from '../../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from '../../core/document.ts'
import { markerOf } from '../../core/marker.ts'
import { taxKey } from '../../core/missing.ts'
import { decimalText } from '../../core/money.ts'
import { exact, words, type Cell, type Row } from './cells.ts'

/** One row for each line, and all that the document says above its lines on each of them. */
export function prepare(document: CanonicalDocument, references: References): Prepared {
  if (document.lines.length === 0) throw new Error(`Document ${document.id} has no lines for a file.`)
  const head = headOf(document, references)
  const rows = document.lines.map((line, at): Row => ({ ...head, ...lineOf(document, line, at, references) }))
  return { body: JSON.stringify(rows), intent: intentOf(document, references) }
}

function headOf(document: CanonicalDocument, references: References) {
  const money = moneyIn(document.currency)
  return {
    document_id: words(markerOf(document.id)),
    kind: words(document.kind),
    number: words(document.number),
    issue_date: words(document.issueDate),
    due_date: words(document.dueDate),
    currency: words(document.currency),
    exchange_rate: exact(document.exchangeRate ?? ''),
    customer_id: words(references.customerId),
    customer_name: words(document.clientName),
    reference: words(document.reference ?? ''),
    terms_id: words(references.termsId ?? ''),
    document_net: money(document.netMinor),
    document_tax: money(document.taxMinor),
    document_total: money(document.totalMinor),
  }
}

function lineOf({ currency }: CanonicalDocument, line: CanonicalLine, at: number, references: References) {
  const money = moneyIn(currency)
  return {
    line: exact(String(at + 1)),
    item_id: words(itemOf(line, references)),
    description: words(line.description),
    quantity: exact(line.quantity),
    unit_price: money(line.unitPriceMinor),
    discount: money(line.discountMinor),
    net: money(line.netMinor),
    // The rates stand beside it, so that a line can be read where no code was agreed on.
    tax_code: words(references.taxCodeIds.get(taxKey(line)) ?? ''),
    tax_rates: words(line.taxes.map((each) => each.name).join(' + ')),
    tax: money(line.taxMinor),
    service_from: words(line.serviceFrom ?? ''),
    service_to: words(line.serviceTo ?? ''),
  }
}

const moneyIn =
  (currency: string) =>
  (minor: number): Cell =>
    exact(decimalText({ minor, currency }))

function itemOf({ serviceId, id }: CanonicalLine, { itemIds, fallbackItemId }: References): string {
  const item = serviceId === null ? fallbackItemId : itemIds.get(serviceId)
  if (item === undefined || item === null) throw new Error(`Line ${id} has no item to be sold as.`)
  return item
}

const intentOf = (document: CanonicalDocument, { customerId }: References): Prepared['intent'] => ({
  number: document.number,
  totalMinor: document.totalMinor,
  taxMinor: document.taxMinor,
  currency: document.currency,
  issueDate: document.issueDate,
  customerId,
  lineNetsMinor: document.lines.map((each) => each.netMinor),
})
