import type { InvoiceLineView, InvoiceRow, InvoiceView } from '../contract/index.ts'

/** Documents as the server answers them, for the tests of screens. */

export const anId = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`

export function aRow(changes: Partial<InvoiceRow> = {}): InvoiceRow {
  return {
    invoiceId: anId(1),
    invoiceType: 'standard',
    number: 'INV-1042',
    status: 'partially_applied',
    clientId: anId(9),
    clientName: 'Aspen Dental',
    currency: 'USD',
    issueDate: '2026-03-01',
    dueDate: '2026-03-31',
    totalMinor: 108_000,
    balanceDueMinor: 78_000,
    ...changes,
  }
}

export function aLine(changes: Partial<InvoiceLineView> = {}): InvoiceLineView {
  return {
    lineId: anId(21),
    position: 1,
    serviceId: null,
    description: 'Managed workplace',
    quantity: '10',
    unitPriceMinor: 10_000,
    discountMinor: 0,
    taxable: true,
    serviceFrom: '2026-03-01',
    serviceTo: '2026-03-31',
    sourceLineId: null,
    netMinor: 100_000,
    taxMinor: 8000,
    taxes: [{ taxRateId: anId(31), name: 'Sales tax', ratePpm: 80_000, taxMinor: 8000 }],
    ...changes,
  }
}

/** An invoice over $1,080.00 of which $300.00 has been paid. */
export function anInvoice(changes: Partial<InvoiceView> = {}): InvoiceView {
  return {
    ...aRow(),
    termsId: null,
    taxRegionId: anId(30),
    taxExempt: false,
    sourceInvoiceId: null,
    sourceNumber: null,
    reference: 'PO 77',
    notes: null,
    parties: null,
    netMinor: 100_000,
    taxMinor: 8000,
    creditAppliedMinor: 0,
    paidMinor: 30_000,
    version: 4,
    createdAt: '2026-03-01T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
    finalizedAt: '2026-03-02T09:00:00.000Z',
    voidedAt: null,
    voidReason: null,
    lines: [aLine()],
    taxes: [
      { taxRateId: anId(31), name: 'Sales tax', ratePpm: 80_000, taxMinor: 8000, taxableMinor: 100_000 },
    ],
    payments: [
      {
        allocationId: anId(41),
        paymentId: anId(42),
        provider: 'manual',
        method: 'cheque',
        reference: '5512',
        appliedOn: '2026-03-10',
        amountMinor: 30_000,
        reversedAt: null,
        reversalReason: null,
      },
    ],
    credits: [],
    creditPool: null,
    creditNotes: [],
    creditableMinor: 108_000,
    creditable: [{ lineId: anId(21), netMinor: 100_000, taxes: [{ taxRateId: anId(31), taxMinor: 8000 }] }],
    activity: [
      { at: '2026-03-02T09:00:00.000Z', actorName: 'Noor Later', action: 'invoice.finalized', reason: null },
      { at: '2026-03-01T09:00:00.000Z', actorName: 'Erin Example', action: 'invoice.created', reason: null },
    ],
    ...changes,
  }
}

/** The same while it is being written. */
export const aDraft = (changes: Partial<InvoiceView> = {}): InvoiceView =>
  anInvoice({
    status: 'draft',
    number: null,
    finalizedAt: null,
    paidMinor: 0,
    balanceDueMinor: 0,
    payments: [],
    creditableMinor: 0,
    creditable: [],
    ...changes,
  })
