import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { InvoiceView } from '../../contract/index.ts'
import {
  aClient,
  answerRequests,
  problem,
  renderScreen,
  type Answer,
  type Sent,
} from '../../testing/browser.tsx'
import { aDraft, aLine, anId, anInvoice } from '../../testing/invoices.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { InvoiceScreen } from './invoice-screen.tsx'

const everything = [
  'invoice:read invoice:update invoice:finalize invoice:void payment:create credit:read credit:create',
  'credit:apply client:read',
].flatMap((each) => each.split(' '))

/** A server that shows this invoice; `others` answers what is done to it. */
function serve(invoice: InvoiceView, others: Record<string, Answer | (() => Answer)> = {}) {
  return answerRequests((sent: Sent) => {
    const other = others[`${sent.method} ${sent.path}`]
    if (other) return typeof other === 'function' ? other() : other
    if (sent.path.endsWith('/deliveries')) return { body: { items: [] } }
    if (sent.path.startsWith('/clients/')) return { body: aClient() }
    return { body: invoice }
  })
}

const show = (extensions?: InvoiceExtensions, permissions = everything) => {
  const onGo = vi.fn()
  const result = renderScreen(
    <InvoiceScreen invoiceId={anId(1)} onGo={onGo} extensions={extensions} />,
    permissions,
  )
  return { ...result, onGo }
}

const choose = async (user: ReturnType<typeof userEvent.setup>, name: string | RegExp) => {
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}
const sentTo = (all: Sent[], path: string) =>
  all.find((sent) => sent.method === 'POST' && sent.path === path)?.body

describe('the page of an invoice', () => {
  it('shows the money, the lines, the taxes, what was paid and what happened', async () => {
    serve(anInvoice())
    const { container } = show()
    expect(await screen.findByRole('heading', { level: 1, name: 'INV-1042' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Aspen Dental' }).getAttribute('href')).toBe(
      `/clients/${anId(9)}`,
    )
    const lines = within(screen.getByRole('table', { name: 'Lines' }))
    for (const name of ['100.00', '80.00', '1,000.00']) expect(lines.getByRole('cell', { name })).toBeTruthy()
    expect(screen.getByText('Sales tax 8%')).toBeTruthy()
    const paid = within(screen.getByRole('table', { name: 'Payments and credits' }))
    expect(paid.getByText('-$300.00')).toBeTruthy()
    expect(paid.getByText('$780.00')).toBeTruthy()
    expect(screen.getByText('finalized it')).toBeTruthy()
    expect(await screen.findByText('It has not been sent by mail.')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('keeps every action in sight, with the reason where one cannot be done', async () => {
    serve(anInvoice())
    const user = userEvent.setup()
    show()
    const edit = await screen.findByRole('button', { name: 'Edit' })
    expect(edit.getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('button', { name: 'More actions' }))
    const item = await screen.findByRole('menuitem', { name: /^Void/ })
    expect(item.textContent).toContain('Payments stand on it.')
    expect(screen.getByRole('menuitem', { name: 'Download PDF' }).getAttribute('href')).toBe(
      `/api/v1/invoices/${anId(1)}/pdf`,
    )
  })

  it('refuses by role before anything is sent', async () => {
    serve(aDraft())
    show(undefined, ['invoice:read'])
    const finalize = await screen.findByRole('button', { name: 'Finalize' })
    expect(finalize.getAttribute('aria-disabled')).toBe('true')
  })

  it('does not finalize while something is missing, and says where to put it right', async () => {
    const findings = [
      {
        invoiceId: anId(1),
        messageKey: 'client-inactive',
        params: { clientName: 'Aspen Dental' },
        blocking: true,
      },
      { invoiceId: anId(1), messageKey: 'unmapped', params: {}, blocking: false },
    ]
    const all = serve(aDraft(), { 'POST /invoices/readiness': { body: { ready: false, findings } } })
    const user = userEvent.setup()
    show({
      explainFinding: (finding) =>
        finding.messageKey === 'unmapped'
          ? { text: 'No account for this line.', fix: { label: 'Map it', href: '/map' } }
          : undefined,
    })
    await user.click(await screen.findByRole('button', { name: 'Finalize' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(await dialog.findByText(/Aspen Dental is inactive/)).toBeTruthy()
    expect(dialog.getByRole('link', { name: 'Open the client' }).getAttribute('href')).toBe(
      `/clients/${anId(9)}`,
    )
    expect(dialog.getByText(/No account for this line/)).toBeTruthy()
    expect(dialog.getByRole('link', { name: 'Map it' }).getAttribute('href')).toBe('/map')
    await user.click(dialog.getByRole('button', { name: 'Finalize' }))
    expect(sentTo(all, '/invoices/finalize')).toBeUndefined()
  })

  it('finalizes the version that was read, once told what that means', async () => {
    const all = serve(aDraft(), {
      'POST /invoices/readiness': { body: { ready: true, findings: [] } },
      'POST /invoices/finalize': {
        body: { finalized: [{ invoiceId: anId(1), number: 'INV-1042', version: 5 }] },
      },
    })
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Finalize' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('Aspen Dental owes $1,080.00.')).toBeTruthy()
    await dialog.findByText('Everything is there.')
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Finalize' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sentTo(all, '/invoices/finalize')).toEqual({ invoiceIds: [anId(1)], version: 4 })
  })

  it('voids with a reason, and says what becomes of the money', async () => {
    const all = serve(
      anInvoice({ payments: [], paidMinor: 0, balanceDueMinor: 98_000, creditAppliedMinor: 10_000 }),
      {
        [`POST /invoices/${anId(1)}/void`]: problem(409, 'credit-notes-stand'),
      },
    )
    const user = userEvent.setup()
    show()
    await choose(user, 'Void')
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText('$980.00 is no longer owed.')).toBeTruthy()
    expect(dialog.getByText(/\$100.00 of credit goes back/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Void INV-1042' }))
    expect(sentTo(all, `/invoices/${anId(1)}/void`)).toBeUndefined()
    await user.type(dialog.getByRole('textbox'), 'Sent to the wrong company')
    await user.click(dialog.getByRole('button', { name: 'Void INV-1042' }))
    expect(await dialog.findByText('Credit notes for it stand. Void them first.')).toBeTruthy()
    await expectNoViolations()
    expect(sentTo(all, `/invoices/${anId(1)}/void`)).toEqual({ reason: 'Sent to the wrong company' })
  })

  it('deletes a draft and leaves its page', async () => {
    const all = serve(aDraft(), { [`DELETE /invoices/${anId(1)}`]: { status: 204, body: null } })
    const user = userEvent.setup()
    const { onGo } = show()
    await choose(user, 'Delete draft')
    await user.click(await screen.findByRole('button', { name: 'Delete draft' }))
    await waitFor(() => expect(onGo).toHaveBeenCalledWith('/invoices'))
    expect(all.filter((sent) => sent.method === 'DELETE').map((sent) => sent.path)).toEqual([
      `/invoices/${anId(1)}`,
    ])
  })

  it('shows what credit does to both sides before it is applied', async () => {
    const credit = {
      creditId: anId(51),
      clientId: anId(9),
      clientName: 'Aspen Dental',
      sourceInvoiceId: anId(52),
      sourceNumber: 'CM-7',
      sourceType: 'credit_note',
      currency: 'USD',
      amountMinor: 50_000,
      remainingMinor: 20_000,
      issuedOn: '2026-02-01',
      expiresOn: null,
      state: 'available',
    }
    const elsewhere = { ...credit, creditId: anId(53), currency: 'EUR', remainingMinor: 99 }
    const path = `/invoices/${anId(1)}/credits`
    const all = serve(anInvoice(), {
      'GET /credits': { body: { items: [credit, elsewhere], nextCursor: null } },
      [`POST ${path}`]: { body: { invoiceId: anId(1), balanceDueMinor: 63_000, allocations: [] } },
    })
    const user = userEvent.setup()
    show()
    await choose(user, 'Apply credit')
    const amount = await screen.findByLabelText<HTMLInputElement>('Amount in USD')
    expect(amount.value).toBe('200.00')
    await user.clear(amount)
    await user.type(amount, '200.01')
    expect(screen.getByText('That is more than the credit left.')).toBeTruthy()
    await expectNoViolations()
    await user.clear(amount)
    await user.type(amount, '150')
    const owed = within(screen.getByRole('rowheader', { name: 'Balance due' }).closest('tr') as HTMLElement)
    expect(owed.getByText('$780.00')).toBeTruthy()
    expect(owed.getByText('$630.00')).toBeTruthy()
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Apply credit' }))
    await waitFor(() => expect(sentTo(all, path)).toEqual({ amountMinor: 15_000 }))
  })

  it('takes credit off again, with a reason', async () => {
    const applied = {
      allocationId: anId(61),
      creditId: anId(51),
      sourceInvoiceId: anId(52),
      sourceNumber: 'CM-7',
      appliedOn: '2026-03-12',
      amountMinor: 8000,
      unappliedAt: null,
      unapplyReason: null,
      poolRemainingMinor: 2000,
    }
    const path = `/credit-allocations/${anId(61)}/reversal`
    const all = serve(anInvoice({ credits: [applied], balanceDueMinor: 70_000, creditAppliedMinor: 8000 }), {
      [`POST ${path}`]: problem(409, 'credit-already-unapplied'),
    })
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Take off: Credit from CM-7' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    const row = (name: string) =>
      within(dialog.getByRole('rowheader', { name }).closest('tr') as HTMLElement)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    expect(row('Owed on INV-1042')).toEqual(['$700.00', '$780.00'])
    expect(row('Credit left')).toEqual(['$20.00', '$100.00'])
    await expectNoViolations()
    await user.type(dialog.getByRole('textbox'), 'Wrong invoice')
    await user.click(dialog.getByRole('button', { name: 'Take the credit off' }))
    await waitFor(() => expect(sentTo(all, path)).toEqual({ reason: 'Wrong invoice' }))
  })

  it('previews a credit note by line and by amount before its draft is made', async () => {
    const second = aLine({
      lineId: anId(22),
      position: 2,
      description: 'Laptop',
      quantity: '3',
      netMinor: 100,
      taxMinor: 0,
      taxes: [],
    })
    const path = `/invoices/${anId(1)}/credit-notes`
    const all = serve(
      anInvoice({
        lines: [aLine(), second],
        totalMinor: 108_100,
        creditableMinor: 108_100,
        creditable: [
          { lineId: anId(21), netMinor: 100_000, taxes: [{ taxRateId: anId(31), taxMinor: 8000 }] },
          { lineId: anId(22), netMinor: 100, taxes: [] },
        ],
      }),
      {
        [`POST ${path}`]: { status: 201, body: aDraft({ invoiceId: anId(77), invoiceType: 'credit_note' }) },
      },
    )
    const user = userEvent.setup()
    const { onGo } = show()
    await choose(user, 'Create credit note')
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getAllByText('$1,081.00')).toHaveLength(2)

    await user.click(dialog.getByRole('radio', { name: 'An amount' }))
    await user.type(dialog.getByLabelText(/Amount in USD/), '1081.01')
    await user.click(dialog.getByRole('button', { name: 'Create draft' }))
    expect(dialog.getByText('That is more than is left to credit.')).toBeTruthy()

    await user.click(dialog.getByRole('radio', { name: 'Some lines' }))
    await user.click(dialog.getByRole('checkbox', { name: 'Managed workplace' }))
    await user.type(dialog.getByLabelText('Quantity of 10'), '2.5')
    const sum = (name: string) =>
      (dialog.getByText(name, { selector: 'dt' }).nextElementSibling as HTMLElement).textContent
    expect([sum('Before tax'), sum('Sales tax 8%'), sum('Credit note')]).toEqual([
      '$250.00',
      '$20.00',
      '$270.00',
    ])
    const row = (name: string) =>
      within(dialog.getByRole('rowheader', { name }).closest('tr') as HTMLElement)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    expect(row('Still creditable')).toEqual(['$1,081.00', '$811.00'])
    expect(row('Balance due, once it is applied')).toEqual(['$780.00', '$510.00'])
    expect(row('Credit left for other invoices')).toEqual(['$0.00', '$0.00'])
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Create draft' }))
    await waitFor(() => expect(onGo).toHaveBeenCalledWith(`/invoices/${anId(77)}`))
    expect(sentTo(all, path)).toEqual({
      part: { by: 'lines', lines: [{ lineId: anId(21), quantity: '2.5' }] },
    })
  })

  it('previews to the cent what earlier credit notes have left, and leaves more than is owed to the client', async () => {
    const second = aLine({
      lineId: anId(22),
      position: 2,
      description: 'Laptop',
      netMinor: 333,
      taxMinor: 27,
      taxes: [{ taxRateId: anId(31), name: 'Sales tax', ratePpm: 80_000, taxMinor: 27 }],
    })
    serve(
      anInvoice({
        lines: [aLine(), second],
        totalMinor: 108_360,
        balanceDueMinor: 100,
        creditableMinor: 240,
        creditable: [
          { lineId: anId(21), netMinor: 0, taxes: [{ taxRateId: anId(31), taxMinor: 0 }] },
          { lineId: anId(22), netMinor: 222, taxes: [{ taxRateId: anId(31), taxMinor: 18 }] },
        ],
      }),
    )
    const user = userEvent.setup()
    show()
    await choose(user, 'Create credit note')
    const dialog = within(await screen.findByRole('dialog'))
    const sum = (name: string) =>
      (dialog.getByText(name, { selector: 'dt' }).nextElementSibling as HTMLElement).textContent
    expect([sum('Before tax'), sum('Sales tax 8%'), sum('Credit note')]).toEqual(['$2.22', '$0.18', '$2.40'])
    const left = dialog.getByRole('rowheader', { name: 'Credit left for other invoices' })
    expect(within(left.closest('tr') as HTMLElement).getByText('$1.40')).toBeTruthy()

    await user.click(dialog.getByRole('radio', { name: 'An amount' }))
    await user.type(dialog.getByLabelText(/Amount in USD/), '1.00')
    expect([sum('Before tax'), sum('Sales tax 8%'), sum('Credit note')]).toEqual(['$0.93', '$0.07', '$1.00'])

    await user.click(dialog.getByRole('radio', { name: 'Some lines' }))
    const credited = dialog.getByRole<HTMLInputElement>('checkbox', { name: 'Managed workplace' })
    expect(credited.disabled).toBe(true)
    expect(dialog.getByText('all of it is credited already')).toBeTruthy()
    await expectNoViolations()
  })

  it('makes room for panels of other modules', async () => {
    serve(anInvoice())
    show({ extraPanels: [{ key: 'sync', render: (invoice) => <aside>Ledger of {invoice.number}</aside> }] })
    expect(await screen.findByText('Ledger of INV-1042')).toBeTruthy()
  })

  it('tells the host when there is no such document', async () => {
    answerRequests(() => problem(404, 'not-found'))
    const onMissing = vi.fn()
    renderScreen(<InvoiceScreen invoiceId={anId(1)} onGo={() => {}} onMissing={onMissing} />, everything)
    expect(await screen.findByText('There is no such document.')).toBeTruthy()
    expect(onMissing).toHaveBeenCalled()
  })
})
