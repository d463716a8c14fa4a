import type { PaymentView } from '../contract/index.ts'
import { aClient } from './browser.tsx'

/** A client with two open invoices, for the tests of screens about money. */
export const ASPEN = aClient()

export const INVOICES = {
  one: '00000000-0000-4000-8000-0000000000a1',
  two: '00000000-0000-4000-8000-0000000000a2',
}

export const openDocuments = [
  {
    invoiceId: INVOICES.one,
    invoiceType: 'standard',
    number: 'INV-1',
    issueDate: '2026-01-10',
    dueDate: '2026-02-09',
    totalMinor: 30_000,
    balanceDueMinor: 30_000,
    proposedMinor: 30_000,
  },
  {
    invoiceId: INVOICES.two,
    invoiceType: 'standard',
    number: 'INV-2',
    issueDate: '2026-02-10',
    dueDate: '2026-03-12',
    totalMinor: 8000,
    balanceDueMinor: 8000,
    proposedMinor: 8000,
  },
]

export function aPayment(changes: Partial<PaymentView> = {}): PaymentView {
  return {
    paymentId: '00000000-0000-4000-8000-0000000000b1',
    clientId: ASPEN.clientId,
    clientName: ASPEN.displayName,
    provider: 'manual',
    method: 'cheque',
    reference: 'CHQ 77',
    paidOn: '2026-03-10',
    currency: 'USD',
    amountMinor: 50_000,
    unappliedMinor: 12_000,
    recordedAt: '2026-03-11T09:00:00.000Z',
    reversedAt: null,
    providerReference: 'key',
    note: null,
    recordedBy: 'Erin Example',
    reversedBy: null,
    reversalReason: null,
    allocations: [
      {
        allocationId: '00000000-0000-4000-8000-0000000000c1',
        invoiceId: INVOICES.one,
        invoiceNumber: 'INV-1',
        amountMinor: 30_000,
        appliedOn: '2026-03-10',
        recordedAt: '2026-03-11T09:00:00.000Z',
        appliedBy: 'Erin Example',
        reversedAt: null,
        reversedBy: null,
        reversalReason: null,
      },
      {
        allocationId: '00000000-0000-4000-8000-0000000000c2',
        invoiceId: INVOICES.two,
        invoiceNumber: 'INV-2',
        amountMinor: 8000,
        appliedOn: '2026-03-10',
        recordedAt: '2026-03-11T09:00:00.000Z',
        appliedBy: 'Erin Example',
        reversedAt: null,
        reversedBy: null,
        reversalReason: null,
      },
    ],
    ...changes,
  }
}
