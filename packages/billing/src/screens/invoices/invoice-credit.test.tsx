import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { InvoiceView } from '../../contract/index.ts'
import {
  aClient,
  answerRequests,
  cellsOf,
  problem,
  renderScreen,
  type Answer,
  type Sent,
} from '../../testing/browser.tsx'
import { aDraft, aLine, anId, anInvoice } from '../../testing/invoices.ts'
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

const show = () => {
  const onGo = vi.fn()
  return { onGo, ...renderScreen(<InvoiceScreen invoiceId={anId(1)} onGo={onGo} />, everything) }
}

const choose = async (user: ReturnType<typeof userEvent.setup>, name: string | RegExp) => {
  await user.click(await screen.findByRole('button', { name: 'More actions' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}
const sentTo = (all: Sent[], path: string) =>
  all.find((sent) => sent.method === 'POST' && sent.path === path)?.body

/** The amounts of a row before and after. */
const rowOf = (dialog: ReturnType<typeof within>, name: string) =>
  cellsOf(dialog.getByRole('rowheader', { name }))
const sumOf = (dialog: ReturnType<typeof within>, name: string) =>
  dialog.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent

describe('credit on the page of an invoice', () => {
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
    const dialog = within(screen.getByRole('dialog'))
    expect(rowOf(dialog, 'Balance due')).toEqual(['$780.00', '$630.00'])
    expect(rowOf(dialog, 'Credit left')).toEqual(['$200.00', '$50.00'])
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
    expect(rowOf(dialog, 'Owed on INV-1042')).toEqual(['$700.00', '$780.00'])
    expect(rowOf(dialog, 'Credit left')).toEqual(['$20.00', '$100.00'])
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
    expect([
      sumOf(dialog, 'Before tax'),
      sumOf(dialog, 'Sales tax 8%'),
      sumOf(dialog, 'Credit note'),
    ]).toEqual(['$250.00', '$20.00', '$270.00'])
    expect(rowOf(dialog, 'Still creditable')).toEqual(['$1,081.00', '$811.00'])
    expect(rowOf(dialog, 'Balance due, once it is applied')).toEqual(['$780.00', '$510.00'])
    expect(rowOf(dialog, 'Credit left for other invoices')).toEqual(['$0.00', '$0.00'])
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
    expect([
      sumOf(dialog, 'Before tax'),
      sumOf(dialog, 'Sales tax 8%'),
      sumOf(dialog, 'Credit note'),
    ]).toEqual(['$2.22', '$0.18', '$2.40'])
    expect(rowOf(dialog, 'Credit left for other invoices')).toEqual(['$0.00', '$1.40'])

    await user.click(dialog.getByRole('radio', { name: 'An amount' }))
    await user.type(dialog.getByLabelText(/Amount in USD/), '1.00')
    expect([
      sumOf(dialog, 'Before tax'),
      sumOf(dialog, 'Sales tax 8%'),
      sumOf(dialog, 'Credit note'),
    ]).toEqual(['$0.93', '$0.07', '$1.00'])

    await user.click(dialog.getByRole('radio', { name: 'Some lines' }))
    const credited = dialog.getByRole<HTMLInputElement>('checkbox', { name: 'Managed workplace' })
    expect(credited.disabled).toBe(true)
    expect(dialog.getByText('all of it is credited already')).toBeTruthy()
    await expectNoViolations()
  })
})
