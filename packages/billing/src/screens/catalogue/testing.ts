import { screen, within } from '@testing-library/react'
import type { ServiceView, TaxRegionView, TermsView } from '../../contract/index.ts'
import { answerRequests, type Answer, type Sent } from '../../testing/browser.tsx'

/** A catalogue as the server would answer it, for the tests of its screens. */

export const everything = ['billing_settings:read', 'billing_settings:update', 'invoice:read']
export const readOnly = ['billing_settings:read']
export const REFUSAL = 'Your role does not allow you to change billing settings.'

export const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
export const service = (changes: Partial<ServiceView> = {}): ServiceView => ({
  serviceId: id(1),
  kind: 'service',
  name: 'Helpdesk',
  description: null,
  sku: null,
  unitPriceMinor: 123450,
  currency: 'USD',
  taxable: true,
  status: 'active',
  version: 3,
  updatedAt: '2026-03-14T12:00:00.000Z',
  ...changes,
})
export const maine: TaxRegionView = {
  taxRegionId: id(2),
  name: 'Maine',
  status: 'active',
  rates: [
    {
      taxRateId: id(3),
      name: 'Sales tax',
      ratePpm: 88_750,
      validFrom: '2026-01-01',
      validTo: null,
      state: 'current',
    },
    {
      taxRateId: id(4),
      name: 'Sales tax',
      ratePpm: 55_000,
      validFrom: '2020-01-01',
      validTo: '2025-12-31',
      state: 'ended',
    },
  ],
}
export const terms = (changes: Partial<TermsView> = {}): TermsView => ({
  termsId: id(5),
  name: 'Net 30',
  rule: 'net',
  days: 30,
  isDefault: true,
  status: 'active',
  ...changes,
})
export const sequences = [
  { kind: 'invoice', prefix: 'INV-', digits: 5, nextNumber: 42, example: 'INV-00042' },
  { kind: 'credit_note', prefix: 'CM-', digits: 5, nextNumber: 1, example: 'CM-00001' },
]

/** Answers reads with these, and whatever is sent with `change`. */
export function serve(change: (sent: Sent) => Answer = () => ({ body: {} })) {
  const listed: Record<string, unknown> = {
    '/services': {
      items: [service(), service({ serviceId: id(9), name: 'Switch', kind: 'product' })],
      nextCursor: null,
    },
    '/tax-regions': { items: [maine], nextCursor: null },
    '/payment-terms': {
      items: [
        terms(),
        terms({ termsId: id(6), name: 'EOM 10', rule: 'end_of_month', days: 10, isDefault: false }),
      ],
      nextCursor: null,
    },
    '/numbering': { sequences },
  }
  return answerRequests((sent) =>
    sent.method === 'GET' && listed[sent.path] ? { body: listed[sent.path] } : change(sent),
  )
}
export const changes = (all: Sent[]) => all.filter((sent) => sent.method !== 'GET')
export const rowOf = (text: string) => within(screen.getByText(text).closest('tr') as HTMLElement)
