import type { CompanyFacts, FrozenWrite, References } from '../../../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from '../../../core/document.ts'
import { markerOf } from '../../../core/marker.ts'
import { prepare } from '../prepare.ts'

export const FACTS: CompanyFacts = {
  name: 'Harbor Books',
  country: 'IE',
  homeCurrency: 'EUR',
  multiCurrency: true,
  numbersItself: false,
  automatedSalesTax: false,
  usesSalesTax: true,
  lineTax: 'code',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
}

export const REFERENCES: References = {
  customerId: 'C-17',
  itemIds: new Map([['service-1', '4000']]),
  fallbackItemId: '4999',
  taxCodeIds: new Map([['vat', 'V23']]),
  termsId: '30',
}

export const lineOf = (known: Partial<CanonicalLine> = {}): CanonicalLine => ({
  id: 'line',
  serviceId: 'service-1',
  description: 'Labor by the hour',
  quantity: '1.5',
  unitPriceMinor: 10_000,
  discountMinor: 0,
  netMinor: 15_000,
  taxMinor: 3450,
  taxes: [{ taxRateId: 'vat', name: 'VAT 23 %', ratePpm: 230_000, taxMinor: 3450 }],
  serviceFrom: null,
  serviceTo: null,
  ...known,
})

/** A document whose sums follow from its lines. */
export function documentOf(known: Partial<CanonicalDocument> = {}): CanonicalDocument {
  const lines = known.lines ?? [lineOf(), lineOf({ serviceId: null, netMinor: 2500, taxMinor: 0, taxes: [] })]
  const sum = (amount: (line: CanonicalLine) => number) => lines.reduce((all, each) => all + amount(each), 0)
  const netMinor = sum((each) => each.netMinor)
  const taxMinor = sum((each) => each.taxMinor)
  return {
    id: 'd1',
    kind: 'invoice',
    number: 'INV-1001',
    issueDate: '2026-11-20',
    dueDate: '2026-12-20',
    currency: 'EUR',
    clientId: 'client-1',
    clientName: 'Alder & Finch Dental',
    termsId: null,
    reference: null,
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    ...known,
    lines,
  }
}

export function writeOf(document: CanonicalDocument): FrozenWrite {
  const { body, intent } = prepare(document, REFERENCES)
  const marker = markerOf(document.id)
  return {
    operationId: `operation ${document.id}`,
    kind: document.kind,
    action: 'create',
    body,
    intent,
    marker,
  }
}
