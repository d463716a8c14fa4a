import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { CreditView } from '../../contract/index.ts'
import { answerRequests, cellsOf, renderScreen, type Sent } from '../../testing/browser.tsx'
import { ASPEN, INVOICES } from '../../testing/money.ts'
import { CreditScreen } from './credit-screen.tsx'

const MAY = ['credit:read', 'credit:apply', 'credit:create', 'invoice:read']

const credit: CreditView = {
  creditId: '00000000-0000-4000-8000-0000000000d1',
  clientId: ASPEN.clientId,
  clientName: 'Aspen Dental',
  sourceInvoiceId: '00000000-0000-4000-8000-0000000000d2',
  sourceNumber: 'CM-7',
  sourceType: 'credit_note',
  currency: 'USD',
  amountMinor: 20_000,
  remainingMinor: 12_000,
  issuedOn: '2026-02-01',
  expiresOn: null,
  state: 'available',
  withdrawnAt: null,
  allocations: [
    {
      creditAllocationId: '00000000-0000-4000-8000-0000000000d3',
      invoiceId: INVOICES.two,
      invoiceNumber: 'INV-2',
      amountMinor: 8000,
      appliedOn: '2026-02-10',
      unappliedAt: null,
      unapplyReason: null,
      invoiceBalanceMinor: 4000,
    },
  ],
}

const open = {
  invoiceId: INVOICES.one,
  invoiceType: 'standard',
  number: 'INV-1',
  status: 'sent',
  clientId: ASPEN.clientId,
  clientName: 'Aspen Dental',
  currency: 'USD',
  issueDate: '2026-01-10',
  dueDate: '2026-04-09',
  totalMinor: 30_000,
  balanceDueMinor: 30_000,
}

const serve = (of = credit) =>
  answerRequests((sent) => {
    if (sent.method === 'POST' && sent.path.startsWith('/invoices/'))
      return { body: { invoiceId: INVOICES.one, balanceDueMinor: 25_000, allocations: [] } }
    if (sent.path === '/invoices') return { body: { items: [open], nextCursor: null } }
    return { body: of }
  })
const posts = (all: Sent[]) => all.filter((sent) => sent.method === 'POST')
const show = (of = credit) => {
  const all = serve(of)
  return { all, user: userEvent.setup(), ...renderScreen(<CreditScreen creditId={credit.creditId} />, MAY) }
}

describe('one pool of credit', () => {
  it('shows where it comes from, what is left and what it paid', async () => {
    const { container } = show()
    const source = await screen.findByRole('link', { name: 'Credit note CM-7' })
    expect(source.getAttribute('href')).toBe(`/invoices/${credit.sourceInvoiceId}`)
    expect(screen.getByText('Never')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'INV-2' })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('is applied with both balances shown before and after, and never beyond either', async () => {
    const { all, user } = show()
    await user.click(await screen.findByRole('button', { name: 'Apply to an invoice' }))
    const dialog = within(await screen.findByRole('dialog'))
    const row = async (name: string) => cellsOf(await dialog.findByRole('rowheader', { name }))
    expect(await row('Owed on INV-1')).toEqual(['$300.00', '$180.00'])
    expect(await row('Credit left')).toEqual(['$120.00', '$0.00'])
    const amount = dialog.getByLabelText(/^Amount/)
    await user.clear(amount)
    await user.type(amount, '120.01')
    await user.click(dialog.getByRole('button', { name: 'Apply credit' }))
    await dialog.findByText('$120.00 is left of this credit. Enter at most that.')
    await user.clear(amount)
    await user.type(amount, '50')
    expect(await row('Owed on INV-1')).toEqual(['$300.00', '$250.00'])
    await expectNoViolations()
    await user.dblClick(dialog.getByRole('button', { name: 'Apply credit' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(posts(all).map((sent) => [sent.path, sent.body])).toEqual([
      [`/invoices/${INVOICES.one}/credits`, { creditId: credit.creditId, amountMinor: 5000 }],
    ])
  })

  it('is taken off an invoice with a reason, after saying what that does', async () => {
    const { all, user } = show()
    await user.click(await screen.findByRole('button', { name: 'Take off INV-2' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    dialog.getByText('$80.00 is owed on INV-2 again, and the credit can be used again.')
    const row = (name: string) => cellsOf(dialog.getByRole('rowheader', { name }))
    expect(row('Owed on INV-2')).toEqual(['$40.00', '$120.00'])
    expect(row('Credit left')).toEqual(['$120.00', '$200.00'])
    await expectNoViolations()
    await user.type(dialog.getByRole('textbox'), 'by mistake')
    await user.click(dialog.getByRole('button', { name: 'Take off INV-2' }))
    await waitFor(() => expect(posts(all)).toHaveLength(1))
    expect(posts(all)[0]?.body).toEqual({ reason: 'by mistake' })
  })

  it('can be given more time, or all the time there is', async () => {
    const { all, user } = show({ ...credit, state: 'expired', expiresOn: '2026-03-01' })
    await user.click(await screen.findByRole('button', { name: 'Change the last day' }))
    const dialog = within(await screen.findByRole('dialog'))
    const day = dialog.getByLabelText<HTMLInputElement>('Last day')
    expect(day.value).toBe('2026-03-01')
    await user.clear(day)
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const put = all.find((sent) => sent.method === 'PUT')
    expect([put?.path, put?.body]).toEqual([`/credits/${credit.creditId}/expiry`, { expiresOn: null }])
  })

  it('is changed by those alone whose role allows it', async () => {
    serve()
    renderScreen(<CreditScreen creditId={credit.creditId} />, ['credit:read'])
    await screen.findByRole('button', {
      name: 'Change the last day',
      description: 'Your role does not allow you to change credit.',
    })
  })

  it('says why it cannot be applied', async () => {
    show({ ...credit, state: 'expired', expiresOn: '2026-03-01' })
    await screen.findByRole('button', {
      name: 'Apply to an invoice',
      description: 'This credit has expired.',
    })
  })
})
