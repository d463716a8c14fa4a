import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { answerRequests, problem, renderScreen } from '../../testing/browser.tsx'
import { PortalCreditsScreen } from './portal-credits-screen.tsx'
import { PortalInvoiceScreen } from './portal-invoice-screen.tsx'
import { PortalInvoicesScreen } from './portal-invoices-screen.tsx'

const MAY = ['portal_invoice:read']
const ID = '00000000-0000-4000-8000-0000000000a1'

const row = {
  invoiceId: ID,
  invoiceType: 'standard',
  number: 'INV-1',
  status: 'partially_applied',
  currency: 'USD',
  issueDate: '2026-01-10',
  dueDate: '2026-04-09',
  totalMinor: 30_000,
  balanceDueMinor: 18_000,
}

const balance = {
  currency: 'USD',
  // Not what the rows on show come to: there are more of them on other pages.
  balanceDueMinor: 99_950,
  overdueMinor: 1200,
  openDocuments: 7,
  unappliedReceiptsMinor: 1000,
  availableCreditMinor: 500,
}

const serve = (currencies: object[] = [balance]) =>
  answerRequests((sent) =>
    sent.path === '/portal/balance'
      ? { body: { currencies } }
      : { body: { items: sent.query.get('status') === 'paid' ? [] : [row], nextCursor: 'more' } },
  )

describe('the invoices of a client', () => {
  it('show the balance the company reckons with, not the sum of what is on the page', async () => {
    serve()
    const { container } = renderScreen(<PortalInvoicesScreen />, MAY)
    await screen.findByText('$999.50')
    for (const text of ['7 invoices', '$12.00', '$15.00']) expect(screen.getByText(text)).toBeTruthy()
    await expectNoViolations(container)
  })

  it('are listed with what is still to be paid on each, in plain words', async () => {
    serve()
    renderScreen(<PortalInvoicesScreen />, MAY)
    const link = await screen.findByRole('link', { name: 'INV-1' })
    expect(link.getAttribute('href')).toBe(`/portal/invoices/${ID}`)
    const cells = within(link.closest('tr') as HTMLElement)
    for (const text of ['Partly paid', 'Apr 9, 2026', '$300.00', '$180.00'])
      expect(cells.getByText(text)).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'Paid' }))
    await screen.findByText('Nothing paid yet')
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/portal/invoices.csv?status=paid',
    )
  })

  it('say so when nothing is owed', async () => {
    serve([])
    renderScreen(<PortalInvoicesScreen />, MAY)
    await screen.findByText('You owe nothing at the moment.')
  })

  it('are not asked for by somebody who may not see them', () => {
    const all = serve()
    renderScreen(<PortalInvoicesScreen />, [])
    expect(screen.getByText(/^Your role may not see invoices/)).toBeTruthy()
    expect(all).toEqual([])
  })
})

const party = {
  name: 'Oak Dental',
  legalName: null,
  email: null,
  phone: null,
  addressLine1: '4 Elm St',
  addressLine2: null,
  city: 'Salem',
  region: 'MA',
  postalCode: '01970',
  country: 'US',
}

const paper = {
  ...row,
  reference: 'PO 9',
  notes: null,
  parties: { company: { ...party, name: 'Northwind IT', taxNumber: '12-34', website: null }, client: party },
  netMinor: 28_000,
  taxMinor: 2000,
  creditAppliedMinor: 2000,
  paidMinor: 10_000,
  lines: [
    {
      lineId: 'l',
      position: 1,
      serviceId: null,
      description: 'Managed workstation',
      quantity: '2.5',
      unitPriceMinor: 11_200,
      discountMinor: 0,
      taxable: true,
      serviceFrom: null,
      serviceTo: null,
      sourceLineId: null,
      netMinor: 28_000,
      taxMinor: 2000,
      taxes: [],
    },
  ],
  taxes: [{ taxRateId: 't', name: 'Sales tax', ratePpm: 88_750, taxMinor: 2000, taxableMinor: 28_000 }],
  payments: [{ appliedOn: '2026-02-01', method: 'card', amountMinor: 10_000 }],
  credits: [{ appliedOn: '2026-02-03', sourceInvoiceId: `${ID}4`, sourceNumber: 'CM-4', amountMinor: 2000 }],
}

describe('the credit of a client', () => {
  it('is listed with where it comes from, how long it can be used and what is left', async () => {
    const credit = {
      creditId: ID,
      sourceInvoiceId: ID,
      sourceNumber: 'CM-2',
      sourceType: 'credit_note',
      currency: 'USD',
      amountMinor: 8000,
      remainingMinor: 5000,
      issuedOn: '2026-03-01',
      expiresOn: null,
      withdrawnAt: null,
      state: 'available',
      used: [{ invoiceId: `${ID}9`, invoiceNumber: 'INV-9', amountMinor: 3000, appliedOn: '2026-03-05' }],
    }
    const until = { ...credit, creditId: `${ID}2`, sourceNumber: 'CM-3', expiresOn: '2026-12-31', used: [] }
    answerRequests(() => ({ body: { items: [credit, until], nextCursor: null } }))
    const { container } = renderScreen(<PortalCreditsScreen />, MAY)
    const rowOf = async (name: string) =>
      within((await screen.findByRole('link', { name })).closest('tr') as HTMLElement)
    const first = await rowOf('CM-2')
    for (const text of ['No time limit', 'Available', '$80.00', '$30.00', '$50.00'])
      expect(first.getByText(text)).toBeTruthy()
    expect(first.getByRole('link', { name: 'INV-9' }).getAttribute('href')).toBe(`/portal/invoices/${ID}9`)
    expect((await rowOf('CM-3')).getByText('Not used yet')).toBeTruthy()
    expect((await rowOf('CM-3')).getByText('Dec 31, 2026')).toBeTruthy()
    await expectNoViolations(container)
  })
})

describe('one invoice of a client', () => {
  it('shows the paper, what was paid, what is left, and its PDF', async () => {
    answerRequests(() => ({ body: paper }))
    const { container } = renderScreen(<PortalInvoiceScreen invoiceId={ID} />, MAY)
    await screen.findByRole('heading', { name: 'Invoice INV-1' })
    const valueOf = (term: string) => screen.getByText(term).nextElementSibling?.textContent
    expect(valueOf('Sales tax (8.875%)')).toBe('$20.00')
    expect(valueOf('Total')).toBe('$300.00')
    const credit = screen.getByText(/^Credit used from/)
    expect(credit.textContent).toBe('Credit used from CM-4, Feb 3, 2026')
    expect(credit.nextElementSibling?.textContent).toBe('-$20.00')
    expect(screen.getByRole('link', { name: 'CM-4' }).getAttribute('href')).toBe(`/portal/invoices/${ID}4`)
    expect(valueOf('Still to pay')).toBe('$180.00')
    expect(screen.getByText('Tax number 12-34', { exact: false })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Download PDF' }).getAttribute('href')).toBe(
      `/api/v1/portal/invoices/${ID}/pdf`,
    )
    await expectNoViolations(container)
  })

  it('tells the host when there is none, as for a draft or somebody else’s', async () => {
    answerRequests(() => problem(404, 'not-found'))
    const onMissing = vi.fn()
    renderScreen(<PortalInvoiceScreen invoiceId={ID} onMissing={onMissing} />, MAY)
    await waitFor(() => expect(onMissing).toHaveBeenCalled())
  })
})
