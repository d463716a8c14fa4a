import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { answerRequests, problem, renderScreen, type Sent } from '../../testing/browser.tsx'
import { aPayment, openDocuments } from '../../testing/money.ts'
import { PaymentScreen } from './payment-screen.tsx'

const MAY = ['payment:read', 'payment:create', 'payment:reverse']
const payment = aPayment()

const serve = (of = payment) =>
  answerRequests((sent) => {
    if (sent.path.endsWith('/payment-suggestion'))
      return { body: { items: openDocuments, unappliedMinor: 0, more: false } }
    return { body: of }
  })
const posts = (all: Sent[]) => all.filter((sent) => sent.method === 'POST')
const show = (permissions = MAY) => renderScreen(<PaymentScreen paymentId={payment.paymentId} />, permissions)

describe('one payment', () => {
  it('shows the receipt, what it paid, and what of it is left', async () => {
    serve()
    const { container } = show()
    await screen.findByRole('heading', { name: '$500.00 from Aspen Dental' })
    expect(screen.getByText('Partly applied')).toBeTruthy()
    const table = within(screen.getByRole('table', { name: 'Applied to' }))
    expect(table.getByRole('link', { name: 'INV-1' }).getAttribute('href')).toMatch(/^\/invoices\//)
    expect(
      within(table.getByText('Not applied').closest('tr') as HTMLElement).getByText('$120.00'),
    ).toBeTruthy()
    await expectNoViolations(container)
  })

  it('tells who recorded it, who applied it to what, and who took what off', async () => {
    const [first, second] = payment.allocations
    if (!first || !second) throw new Error('two allocations are needed')
    const later = { recordedAt: '2026-03-12T09:00:00.000Z', appliedBy: 'Noor Later' }
    const takenOff = {
      reversedAt: '2026-03-13T09:00:00.000Z',
      reversedBy: 'Ada Last',
      reversalReason: 'wrong',
    }
    serve(aPayment({ allocations: [first, { ...second, ...later, ...takenOff }] }))
    show()
    const history = within(await screen.findByRole('list', { name: 'History' }))
    const told = history.getAllByRole('listitem').map((item) => item.querySelector('p')?.textContent)
    expect(told).toEqual([
      expect.stringContaining('Ada Lasttook $80.00 off INV-2'),
      expect.stringContaining('Noor Laterapplied $80.00 to INV-2'),
      expect.stringContaining('Erin Exampleapplied $300.00 to INV-1'),
      expect.stringContaining('Erin Examplerecorded $500.00, received on Mar 10, 2026'),
    ])
  })

  it('tells once who reversed the whole of it, and names nobody it does not know', async () => {
    const reversal = {
      reversedAt: '2026-03-12T10:00:00.000Z',
      reversedBy: 'Ada Last',
      reversalReason: 'bounced',
    }
    const allocations = payment.allocations.map((each) => ({ ...each, ...reversal, appliedBy: null }))
    serve(aPayment({ ...reversal, unappliedMinor: 0, recordedBy: null, allocations }))
    show()
    const history = within(await screen.findByRole('list', { name: 'History' }))
    const told = history.getAllByRole('listitem').map((item) => item.querySelector('p')?.textContent)
    expect(told).toEqual([
      expect.stringContaining('Ada Lastreversed the whole payment'),
      expect.stringContaining('Somebodyapplied $80.00 to INV-2'),
      expect.stringContaining('Somebodyapplied $300.00 to INV-1'),
      expect.stringContaining('Somebodyrecorded $500.00'),
    ])
  })

  it('says what reversing does to every document before it is done, and asks why', async () => {
    const all = serve()
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Reverse' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '$300.00 is owed on INV-1 again.',
      '$80.00 is owed on INV-2 again.',
    ])
    expect(dialog.getByText('The $120.00 not applied yet can no longer be used.')).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Reverse $500.00' }))
    expect(posts(all)).toEqual([])
    await user.type(dialog.getByRole('textbox'), 'bounced')
    await user.click(dialog.getByRole('button', { name: 'Reverse $500.00' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(posts(all)).toEqual([
      expect.objectContaining({
        path: `/payments/${payment.paymentId}/reversal`,
        body: { reason: 'bounced' },
      }),
    ])
  })

  it('takes one document off', async () => {
    const all = serve()
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Take off INV-2' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText(/^\$80.00 is owed on INV-2 again. The money stays on the receipt/)).toBeTruthy()
    await user.type(dialog.getByRole('textbox'), 'wrong one')
    await user.click(dialog.getByRole('button', { name: 'Take off INV-2' }))
    await waitFor(() => expect(posts(all)).toHaveLength(1))
    const allocationId = payment.allocations[1]?.allocationId
    expect(posts(all)[0]?.path).toBe(`/payment-allocations/${allocationId}/reversal`)
  })

  it('applies what is left, no more than that', async () => {
    const all = serve()
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Apply the rest' }))
    const dialog = within(await screen.findByRole('dialog'))
    const first = await dialog.findByLabelText<HTMLInputElement>('Amount for INV-1')
    await waitFor(() => expect(first.value).toBe('120.00'))
    await user.type(dialog.getByLabelText('Amount for INV-2'), '1')
    await user.click(dialog.getByRole('button', { name: 'Apply' }))
    await dialog.findByText(/^The lines come to \$1.00 more than the payment. Lower/)
    expect(posts(all)).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Oldest first again' }))
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Apply' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(posts(all)[0]?.body).toEqual({
      allocations: [{ invoiceId: openDocuments[0]?.invoiceId, amountMinor: 12_000 }],
    })
  })

  it('offers nothing more once it is reversed, and says why it was', async () => {
    serve(aPayment({ reversedAt: '2026-03-12T10:00:00.000Z', reversalReason: 'bounced', unappliedMinor: 0 }))
    show()
    expect(await screen.findAllByText('bounced')).toHaveLength(2)
    expect(screen.queryByRole('button', { name: 'Apply the rest' })).toBeNull()
    screen.getByRole('button', { name: 'Reverse', description: 'This payment has been reversed.' })
  })

  it('tells the host when there is no such payment', async () => {
    answerRequests(() => problem(404, 'not-found'))
    const onMissing = vi.fn()
    renderScreen(<PaymentScreen paymentId={payment.paymentId} onMissing={onMissing} />, MAY)
    await waitFor(() => expect(onMissing).toHaveBeenCalled())
  })
})
