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
import { aDraft, anId, anInvoice } from '../../testing/invoices.ts'
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
      anInvoice({
        payments: [],
        paidMinor: 0,
        balanceDueMinor: 98_000,
        creditAppliedMinor: 10_000,
        credits: [
          {
            allocationId: anId(81),
            creditId: anId(82),
            sourceInvoiceId: anId(83),
            sourceNumber: 'CM-7',
            appliedOn: '2026-03-01',
            amountMinor: 10_000,
            unappliedAt: null,
            unapplyReason: null,
            poolRemainingMinor: 0,
          },
        ],
      }),
      {
        [`POST /invoices/${anId(1)}/void`]: problem(409, 'credit-notes-stand'),
      },
    )
    const user = userEvent.setup()
    show()
    await choose(user, 'Void')
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText('$980.00 is no longer owed.')).toBeTruthy()
    expect(dialog.getByText('$100.00 of credit goes back to CM-7.')).toBeTruthy()
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
