import type { FrozenWrite, Prepared, References } from '../../../adapter.ts'
import type { CanonicalDocument, CanonicalLine, CanonicalTax } from '../../../core/document.ts'
import { markerOf } from '../../../core/marker.ts'

export const REFERENCES: References = {
  customerId: '1',
  itemIds: new Map([['service-1', '2']]),
  fallbackItemId: '1',
  taxCodeIds: new Map(),
  termsId: '3',
}

export const tax = (taxRateId: string, ratePpm: number, taxMinor: number): CanonicalTax => ({
  taxRateId,
  name: taxRateId,
  ratePpm,
  taxMinor,
})

export function line(known: Partial<CanonicalLine> & { netMinor: number }): CanonicalLine {
  const taxes = known.taxes ?? []
  return {
    id: 'line',
    serviceId: 'service-1',
    description: 'Labor by the hour',
    quantity: '1',
    unitPriceMinor: known.netMinor,
    discountMinor: 0,
    taxMinor: taxes.reduce((sum, each) => sum + each.taxMinor, 0),
    serviceFrom: null,
    serviceTo: null,
    ...known,
    taxes,
  }
}

/** A document whose sums follow from its lines. */
export function documentOf(
  lines: readonly CanonicalLine[],
  known: Partial<CanonicalDocument> = {},
): CanonicalDocument {
  const sum = (amount: (line: CanonicalLine) => number) => lines.reduce((all, each) => all + amount(each), 0)
  const netMinor = sum((each) => each.netMinor)
  const taxMinor = sum((each) => each.taxMinor)
  return {
    id: 'd0000000-0000-4000-8000-000000000001',
    kind: 'invoice',
    number: 'INV-1001',
    issueDate: '2026-11-20',
    dueDate: '2026-12-20',
    currency: 'USD',
    clientId: 'client-1',
    clientName: 'Alder & Finch Dental',
    termsId: null,
    reference: null,
    lines,
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    ...known,
  }
}

export const writeOf = (document: CanonicalDocument, { body, intent }: Prepared): FrozenWrite => ({
  operationId: `operation of ${document.id}`,
  kind: document.kind,
  action: 'create',
  body,
  intent,
  marker: markerOf(document.id),
})

export const frameOf = (...writes: FrozenWrite[]) => ({ frameId: 'frame-1', requestId: 'request-1', writes })
