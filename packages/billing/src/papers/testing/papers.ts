import type { InvoiceLineView } from '../../contract/invoice-views.ts'
import type { InvoicePaper } from '../invoice-paper.ts'

export function paperLine(at: number, changes: Partial<InvoiceLineView> = {}): InvoiceLineView {
  return {
    lineId: `line-${at}`,
    position: at,
    serviceId: null,
    description: `Managed workstation no. ${at}`,
    quantity: '2.5',
    unitPriceMinor: 123_456,
    discountMinor: 0,
    taxable: true,
    serviceFrom: '2026-02-01',
    serviceTo: '2026-02-28',
    sourceLineId: null,
    netMinor: 308_640,
    taxMinor: 27_391,
    taxes: [
      { taxRateId: 'state', name: 'State tax', ratePpm: 62_500, taxMinor: 19_290 },
      { taxRateId: 'city', name: 'City tax', ratePpm: 26_250, taxMinor: 8_102 },
    ],
    ...changes,
  }
}

const nowhere = {
  legalName: null,
  email: null,
  phone: null,
  addressLine1: null,
  addressLine2: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
}

/** An invoice as it might really be. */
export function invoicePaper(changes: Partial<InvoicePaper> = {}): InvoicePaper {
  return {
    invoiceId: 'i',
    invoiceType: 'standard',
    number: 'INV-000042',
    currency: 'USD',
    issueDate: '2026-03-02',
    dueDate: '2026-04-01',
    reference: 'PO 7781',
    notes: 'Thank you for your business.',
    taxExempt: false,
    parties: {
      company: {
        ...nowhere,
        name: 'Harbor Lane IT',
        legalName: 'Harbor Lane IT, LLC',
        addressLine1: '2 Pier Road',
        city: 'Portland',
        region: 'ME',
        postalCode: '04101',
        country: 'US',
        email: 'billing@harborlane.example',
        taxNumber: '01-2345678',
        website: null,
      },
      client: {
        ...nowhere,
        name: 'Cedar Clinic',
        addressLine1: '410 Cedar Street',
        city: 'Portland',
        region: 'ME',
        postalCode: '04101',
        country: 'US',
      },
    },
    sourceNumber: null,
    netMinor: 308_640,
    totalMinor: 336_032,
    balanceDueMinor: 206_032,
    finalizedAt: '2026-03-02T09:00:00.000Z',
    voidedAt: null,
    lines: [paperLine(1)],
    taxes: [
      { taxRateId: 'state', name: 'State tax', ratePpm: 62_500, taxMinor: 19_290, taxableMinor: 308_640 },
      { taxRateId: 'city', name: 'City tax', ratePpm: 26_250, taxMinor: 8_102, taxableMinor: 308_640 },
    ],
    payments: [{ appliedOn: '2026-03-10', amountMinor: 100_000 }],
    credits: [{ appliedOn: '2026-03-12', amountMinor: 30_000, sourceNumber: 'CM-000003' }],
    ...changes,
  }
}
