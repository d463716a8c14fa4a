import { expectNoViolations } from '@tieout/ui/testing'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { answerRequests, problem, renderScreen, type Answer, type Sent } from '../../testing/browser.tsx'
import { aPayment, ASPEN, INVOICES, openDocuments } from '../../testing/money.ts'
import { RecordPaymentDialog, RecordPaymentScreen } from './record-payment.tsx'

const MAY = ['client:read', 'invoice:read', 'payment:read', 'payment:create']

/** Aspen owes 300.00 on INV-1 and 80.00 on INV-2. */
const serve = (
  recorded: (sent: Sent) => Answer | Promise<Answer> = () => ({ status: 201, body: aPayment() }),
) =>
  answerRequests((sent) => {
    if (sent.method === 'POST') return recorded(sent)
    if (sent.path.endsWith('/payment-suggestion'))
      return { body: { items: openDocuments, unappliedMinor: 0, more: false } }
    if (sent.path.endsWith('/balance')) return { body: { clientId: ASPEN.clientId, currencies: [] } }
    if (sent.path === '/clients') return { body: { items: [ASPEN], nextCursor: null } }
    return { body: ASPEN }
  })

async function openForm(locale?: string, onRecorded = vi.fn()) {
  const node = <RecordPaymentScreen clientId={ASPEN.clientId} onClose={() => {}} onRecorded={onRecorded} />
  const view = renderScreen(node, MAY, locale)
  await screen.findByLabelText('Amount for INV-1')
  return { ...view, user: userEvent.setup(), onRecorded }
}

const amountField = () => screen.getByLabelText(/^Amount(?! for)/)
const line = (number: string) => screen.getByLabelText<HTMLInputElement>(`Amount for ${number}`)
const posts = (all: Sent[]) => all.filter((sent) => sent.method === 'POST')

describe('recording a payment', () => {
  it('splits it over what is open, the first due first, and says what stays', async () => {
    serve()
    const { user, container } = await openForm()
    expect(screen.queryByText(/applied|stays/)).toBeNull()
    await user.type(amountField(), '350')
    expect(line('INV-1').value).toBe('300.00')
    expect(line('INV-2').value).toBe('50.00')
    expect(screen.getByText('All of it is applied.')).toBeTruthy()
    await user.clear(amountField())
    await user.type(amountField(), '500')
    expect(screen.getByText('$120.00 stays as credit on the receipt.')).toBeTruthy()
    await user.clear(line('INV-2'))
    expect(screen.getByText('$200.00 stays as credit on the receipt.')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('is a dialog over what one was looking at, with its mistakes beside their fields', async () => {
    serve()
    renderScreen(<RecordPaymentDialog clientId={ASPEN.clientId} onClose={() => {}} />, MAY)
    const dialog = within(await screen.findByRole('dialog', { name: 'Record a payment' }))
    await dialog.findByLabelText('Amount for INV-1')
    await userEvent.click(dialog.getByRole('button', { name: /^Record/ }))
    const amount = dialog.getByLabelText(/^Amount(?! for)/)
    await waitFor(() => expect(amount.getAttribute('aria-invalid')).toBe('true'))
    await expectNoViolations()
  })

  it('leaves the other lines alone while one is edited, until the proposal is asked for again', async () => {
    serve()
    const { user } = await openForm()
    await user.type(amountField(), '350')
    await user.clear(line('INV-1'))
    await user.type(line('INV-1'), '10')
    expect(line('INV-2').value).toBe('50.00')
    expect(screen.getByText('$290.00 stays as credit on the receipt.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Oldest first again' }))
    expect(line('INV-1').value).toBe('300.00')
  })

  it('sends what is on the screen, and tells who opened it', async () => {
    const all = serve()
    const { user, onRecorded } = await openForm()
    await user.type(amountField(), '1,350.5')
    await user.type(screen.getByLabelText(/^Reference/), 'CHQ 77')
    await user.click(screen.getByRole('button', { name: 'Record $1,350.50' }))
    await waitFor(() => expect(onRecorded).toHaveBeenCalled())
    expect(posts(all).map((sent) => sent.path)).toEqual(['/payments'])
    expect(posts(all)[0]?.body).toEqual({
      idempotencyKey: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      clientId: ASPEN.clientId,
      paidOn: '2026-03-15',
      currency: 'USD',
      amountMinor: 135_050,
      method: 'bank_transfer',
      reference: 'CHQ 77',
      allocations: [
        { invoiceId: INVOICES.one, amountMinor: 30_000 },
        { invoiceId: INVOICES.two, amountMinor: 8000 },
      ],
    })
  })

  it('writes once when it is submitted twice at the same moment', async () => {
    let release = () => {}
    const held = new Promise<void>((open) => (release = open))
    const all = serve(async () => {
      await held
      return { status: 201, body: aPayment() }
    })
    const { user, onRecorded, container } = await openForm()
    await user.type(amountField(), '300')
    const form = container.querySelector('form') as HTMLFormElement
    fireEvent.submit(form)
    fireEvent.submit(form)
    release()
    await waitFor(() => expect(onRecorded).toHaveBeenCalledTimes(1))
    fireEvent.submit(form)
    expect(posts(all)).toHaveLength(1)
  })

  it('sends the same key again after the connection was lost', async () => {
    let lost = true
    const all = serve(() => {
      if (lost) throw new Error('offline')
      return { status: 201, body: aPayment() }
    })
    const { user, onRecorded } = await openForm()
    await user.type(amountField(), '300')
    await user.click(screen.getByRole('button', { name: 'Record $300.00' }))
    await screen.findByText('There is no connection.')
    lost = false
    await user.click(screen.getByRole('button', { name: 'Record $300.00' }))
    await waitFor(() => expect(onRecorded).toHaveBeenCalled())
    const keys = posts(all).map((sent) => sent.body.idempotencyKey)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('refuses a line that pays more than is owed, there and with what is owed, and sends nothing', async () => {
    const all = serve()
    const { user } = await openForm()
    await user.type(amountField(), '500')
    await user.clear(line('INV-2'))
    await user.type(line('INV-2'), '80.01')
    await user.click(screen.getByRole('button', { name: 'Record $500.00' }))
    const sentence = '$80.00 is owed on INV-2. Enter at most that.'
    expect(screen.getByRole('textbox', { name: 'Amount for INV-2', description: sentence })).toBe(
      line('INV-2'),
    )
    expect(line('INV-1').getAttribute('aria-invalid')).toBeNull()
    await user.click(within(screen.getByRole('alert')).getByRole('link', { name: sentence }))
    expect(document.activeElement).toBe(line('INV-2'))
    expect(posts(all)).toEqual([])
  })

  it('shows the server’s refusal on the line it is about, when something was paid meanwhile', async () => {
    const extra = { invoiceId: INVOICES.one, number: 'INV-1', owedMinor: 12_000, currency: 'USD' }
    serve(() => problem(409, 'over-payment', { extra }))
    const { user } = await openForm()
    await user.type(amountField(), '380')
    await user.click(screen.getByRole('button', { name: 'Record $380.00' }))
    const sentence = 'Only $120.00 is owed on INV-1. Enter at most that.'
    await screen.findByRole('textbox', { name: 'Amount for INV-1', description: sentence })
    expect(line('INV-2').getAttribute('aria-invalid')).toBeNull()
  })

  it('does not send lines that come to more than the payment', async () => {
    const all = serve()
    const { user } = await openForm()
    await user.type(amountField(), '100')
    await user.type(line('INV-2'), '80')
    await user.click(screen.getByRole('button', { name: 'Record $100.00' }))
    await screen.findByText(/^The lines come to \$80.00 more than the payment. Lower/)
    expect(posts(all)).toEqual([])
  })

  it('reads the amount as the reader writes it: 1.234,50 in German', async () => {
    const all = serve()
    const { user, onRecorded } = await openForm('de')
    await user.type(amountField(), '1.234,50')
    expect(line('INV-1').value).toBe('300,00')
    await user.click(screen.getByRole('button', { name: /^Record 1\.234,50/ }))
    await waitFor(() => expect(onRecorded).toHaveBeenCalled())
    expect(posts(all)[0]?.body.amountMinor).toBe(123_450)
  })

  it.each([
    ['1.2345', 'This has more decimals than the currency.'],
    ['12,34', 'Write the amount as in 1,234.50.'],
    ['0', 'Enter an amount above zero.'],
    ['-5', 'Enter an amount above zero.'],
  ])('refuses %s', async (typed, sentence) => {
    const all = serve()
    const { user, container } = await openForm()
    await user.type(amountField(), typed)
    fireEvent.submit(container.querySelector('form') as HTMLFormElement)
    expect(screen.getByRole('textbox', { name: /^Amount(?! for)/, description: sentence })).toBeTruthy()
    expect(posts(all)).toEqual([])
  })

  it('begins with the document somebody came from: its balance, and it is paid first', async () => {
    const invoice = { invoiceId: INVOICES.two, clientId: ASPEN.clientId, clientName: ASPEN.displayName }
    answerRequests((sent) => {
      if (sent.path.endsWith('/payment-suggestion'))
        return { body: { items: openDocuments, unappliedMinor: 0, more: false } }
      if (sent.path.endsWith('/balance')) return { body: { clientId: ASPEN.clientId, currencies: [] } }
      if (sent.path === '/clients') return { body: { items: [ASPEN], nextCursor: null } }
      return { body: anInvoice(invoice) }
    })
    renderScreen(<RecordPaymentScreen invoiceId={INVOICES.two} onClose={() => {}} />, MAY)
    await screen.findByLabelText('Amount for INV-2')
    expect((amountField() as HTMLInputElement).value).toBe('80.00')
    expect(line('INV-2').value).toBe('80.00')
    expect(line('INV-1').value).toBe('')
  })

  it('tells somebody without the right, and asks for nothing', () => {
    const all = serve()
    renderScreen(<RecordPaymentScreen clientId={ASPEN.clientId} onClose={() => {}} />, ['payment:read'])
    expect(screen.getByText('Your role does not allow you to record payments.')).toBeTruthy()
    expect(all).toEqual([])
  })
})

const anInvoice = (changes: object) => ({
  invoiceType: 'standard',
  number: 'INV-2',
  status: 'sent',
  currency: 'USD',
  issueDate: '2026-02-10',
  dueDate: '2026-03-12',
  totalMinor: 8000,
  balanceDueMinor: 8000,
  termsId: null,
  taxRegionId: null,
  taxExempt: false,
  sourceInvoiceId: null,
  sourceNumber: null,
  reference: null,
  notes: null,
  parties: null,
  netMinor: 8000,
  taxMinor: 0,
  creditAppliedMinor: 0,
  paidMinor: 0,
  version: 1,
  createdAt: '2026-02-10T10:00:00.000Z',
  updatedAt: '2026-02-10T10:00:00.000Z',
  finalizedAt: '2026-02-10T10:00:00.000Z',
  voidedAt: null,
  voidReason: null,
  lines: [],
  taxes: [],
  payments: [],
  credits: [],
  creditPool: null,
  creditNotes: [],
  creditableMinor: 8000,
  creditable: [],
  activity: [],
  ...changes,
})
