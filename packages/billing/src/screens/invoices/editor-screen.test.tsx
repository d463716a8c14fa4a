import { expectNoViolations } from '@tieout/ui/testing'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
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
import { EditInvoiceScreen, NewInvoiceScreen } from './editor-screen.tsx'

const everything = ['invoice:read', 'invoice:create', 'invoice:update', 'client:read']
const service = {
  serviceId: anId(71),
  kind: 'service',
  name: 'Onsite hour',
  description: null,
  unitPriceMinor: 12_550,
  currency: 'USD',
  taxable: true,
}
const preview = {
  currency: 'USD',
  issueDate: '2026-03-15',
  dueDate: '2026-04-14',
  netMinor: 25_100,
  taxMinor: 2008,
  totalMinor: 27_108,
  lines: [{ netMinor: 25_100, taxMinor: 2008, taxes: [] }],
  taxes: [{ taxRateId: anId(31), name: 'Sales tax', ratePpm: 80_000, taxMinor: 2008, taxableMinor: 25_100 }],
}

function serve(others: Record<string, Answer | (() => Answer)> = {}) {
  return answerRequests((sent: Sent) => {
    const other = others[`${sent.method} ${sent.path}`]
    if (other) return typeof other === 'function' ? other() : other
    if (sent.path === '/clients')
      return { body: { items: [aClient({ clientId: anId(9) })], nextCursor: null } }
    if (sent.path === '/service-options') return { body: { items: [service] } }
    if (sent.path === '/invoices/preview') return { body: preview }
    return { body: { items: [] } }
  })
}

const line = (position: number) => within(screen.getByRole('group', { name: `Line ${position}` }))
const bodyOf = (all: Sent[], method: string, path: string) =>
  all.findLast((sent) => sent.method === method && sent.path === path)?.body

function showNew() {
  const onGo = vi.fn()
  return { ...renderScreen(<NewInvoiceScreen invoiceType="standard" onGo={onGo} />, everything), onGo }
}

function showEdit(permissions = everything) {
  const onGo = vi.fn()
  return { ...renderScreen(<EditInvoiceScreen invoiceId={anId(1)} onGo={onGo} />, permissions), onGo }
}

/** Chooses the client, and the service for two hours. */
async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole('combobox', { name: /^Client/ }))
  await user.click(await screen.findByRole('option', { name: /Aspen Dental/ }))
  await user.click(line(1).getByRole('combobox', { name: 'Service' }))
  await user.click(await screen.findByRole('option', { name: /Onsite hour/ }))
  await user.clear(line(1).getByLabelText(/^Quantity/))
  await user.type(line(1).getByLabelText(/^Quantity/), '2')
}

describe('writing a new invoice', () => {
  it('proposes what the service says, and shows the totals as the server works them out', async () => {
    const all = serve({ 'POST /invoices': { status: 201, body: aDraft({ invoiceId: anId(7) }) } })
    const user = userEvent.setup()
    const { container, onGo } = showNew()
    await fillIn(user)
    expect(line(1).getByLabelText<HTMLInputElement>(/^Unit price/).value).toBe('125.50')
    expect(await screen.findByText('$271.08')).toBeTruthy()
    expect(await line(1).findByText('$251.00')).toBeTruthy()
    expect(screen.getByText('Follows from the terms: Apr 14, 2026')).toBeTruthy()
    await expectNoViolations(container)

    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    await waitFor(() => expect(onGo).toHaveBeenCalledWith(`/invoices/${anId(7)}`))
    expect(bodyOf(all, 'POST', '/invoices')).toMatchObject({
      invoiceType: 'standard',
      clientId: anId(9),
      currency: 'USD',
      issueDate: '2026-03-15',
      lines: [{ serviceId: anId(71), description: 'Onsite hour', quantity: '2', unitPriceMinor: 12_550 }],
    })
    expect(bodyOf(all, 'POST', '/invoices')).not.toHaveProperty('dueDate')
  })

  it('says what is missing beside its field, and sends nothing', async () => {
    const all = serve()
    const user = userEvent.setup()
    showNew()
    await user.type(line(1).getByLabelText(/^Unit price/), '12.345')
    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    const summary = within(await screen.findByRole('alert'))
    expect(summary.getByRole('link', { name: 'Choose a client.' })).toBeTruthy()
    await user.click(summary.getByRole('link', { name: 'Describe what this line is for.' }))
    expect(document.activeElement).toBe(line(1).getByLabelText(/^Description/))
    expect(line(1).getByText(/no more decimals than the currency/)).toBeTruthy()
    expect(bodyOf(all, 'POST', '/invoices')).toBeUndefined()
  })

  it('puts a refusal of the server on the line it is about, though an empty one stands before it', async () => {
    const fields = [{ field: 'lines.0.discountMinor', reason: 'discount-too-large', message: 'is too much' }]
    serve({ 'POST /invoices': problem(400, 'bad-input', { fields }) })
    const user = userEvent.setup()
    showNew()
    await fillIn(user)
    await user.click(screen.getByRole('button', { name: 'Add line' }))
    fireEvent.keyDown(line(2).getByLabelText(/^Description/), { key: 'ArrowUp', altKey: true })
    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    expect(await line(2).findByText('The discount is more than the line comes to.')).toBeTruthy()
    expect(line(1).queryByText('The discount is more than the line comes to.')).toBeNull()
  })

  it('moves, adds and removes lines by keyboard, and the focus goes along', async () => {
    serve()
    const user = userEvent.setup()
    showNew()
    const first = line(1).getByLabelText(/^Description/)
    await user.type(first, 'One')
    await user.click(screen.getByRole('button', { name: 'Add line' }))
    expect(document.activeElement).toBe(line(2).getByLabelText(/^Description/))
    await user.keyboard('Two')
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
    expect(line(1).getByLabelText<HTMLTextAreaElement>(/^Description/).value).toBe('Two')
    expect(document.activeElement).toBe(line(1).getByLabelText(/^Description/))
    expect(screen.getByText('The line is now number 1.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Move line 1 down' }))
    expect(line(1).getByLabelText<HTMLTextAreaElement>(/^Description/).value).toBe('One')
    await user.click(screen.getByRole('button', { name: 'Remove line 1' }))
    expect(document.activeElement).toBe(line(1).getByLabelText(/^Description/))
    expect(line(1).getByLabelText<HTMLTextAreaElement>(/^Description/).value).toBe('Two')
  })

  it('asks before what was typed is lost', async () => {
    serve()
    const user = userEvent.setup()
    const { onGo } = showNew()
    await user.type(line(1).getByLabelText(/^Description/), 'Typed')
    // Prevented, so that no router follows it.
    expect(fireEvent.click(screen.getByRole('link', { name: 'Cancel' }))).toBe(false)
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(onGo).not.toHaveBeenCalled()
    await user.click(dialog.getByRole('button', { name: 'Leave without saving' }))
    expect(onGo).toHaveBeenCalledWith('/invoices')
  })
})

describe('changing a draft', () => {
  const serveDraft = (draft: InvoiceView | (() => InvoiceView), others: Record<string, Answer> = {}) =>
    serve({
      [`GET /invoices/${anId(1)}`]: () => ({ body: typeof draft === 'function' ? draft() : draft }),
      ...others,
    })

  it('gives it back as it was stored, but for what was changed', async () => {
    const all = serveDraft(aDraft(), { [`PUT /invoices/${anId(1)}`]: { body: aDraft() } })
    const user = userEvent.setup()
    showEdit()
    await user.type(await screen.findByLabelText('Reference'), '8')
    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    await waitFor(() => expect(bodyOf(all, 'PUT', `/invoices/${anId(1)}`)).toBeTruthy())
    expect(bodyOf(all, 'PUT', `/invoices/${anId(1)}`)).toEqual({
      version: 4,
      clientId: anId(9),
      currency: 'USD',
      issueDate: '2026-03-01',
      dueDate: '2026-03-31',
      termsId: null,
      taxRegionId: anId(30),
      taxExempt: false,
      reference: 'PO 778',
      notes: null,
      lines: [
        {
          serviceId: null,
          description: 'Managed workplace',
          quantity: '10',
          unitPriceMinor: 10_000,
          discountMinor: 0,
          taxable: true,
          serviceFrom: '2026-03-01',
          serviceTo: '2026-03-31',
        },
      ],
    })
  })

  it('lets the due date follow anew from other days', async () => {
    serveDraft(aDraft())
    showEdit()
    const due = await screen.findByLabelText<HTMLInputElement>('Due date')
    expect(due.value).toBe('2026-03-31')
    fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2026-03-15' } })
    expect(due.value).toBe('')
  })

  it('saves nothing over what somebody else changed, and loads the newest when asked', async () => {
    let stored = aDraft()
    const refused = problem(409, 'changed-meanwhile', {
      extra: { version: 5, changedBy: 'Noor Later', changedAt: '2026-03-15T10:00:00.000Z' },
    })
    const all = serveDraft(() => stored, { [`PUT /invoices/${anId(1)}`]: refused })
    const user = userEvent.setup()
    showEdit()
    await user.type(await screen.findByLabelText('Reference'), ' mine')
    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    expect(await screen.findByText(/^Noor Later changed this draft meanwhile, on/)).toBeTruthy()
    expect(document.activeElement?.textContent).toContain('Noor Later')
    expect(screen.getByLabelText<HTMLInputElement>('Reference').value).toBe('PO 77 mine')
    stored = aDraft({ version: 5, reference: 'theirs' })
    await user.click(screen.getByRole('button', { name: 'Load newest' }))
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Reference').value).toBe('theirs'))
    await user.click(screen.getByRole('button', { name: 'Save draft' }))
    await waitFor(() => expect(bodyOf(all, 'PUT', `/invoices/${anId(1)}`)?.version).toBe(5))
  })

  it('keeps the lines of a credit note that follows its invoice', async () => {
    const note = aDraft({ invoiceType: 'credit_note', sourceInvoiceId: anId(2), sourceNumber: 'INV-9' })
    serveDraft({ ...note, lines: [aLine()] })
    showEdit()
    expect(await screen.findByText(/gives back a part of INV-9/)).toBeTruthy()
    expect(line(1).getByLabelText<HTMLInputElement>(/^Quantity/).disabled).toBe(true)
    expect(screen.queryByRole('button', { name: 'Add line' })).toBeNull()
    expect(screen.queryByLabelText('Due date')).toBeNull()
  })

  it('does not open what is finalized, nor for whom may not', async () => {
    serveDraft(anInvoice())
    const first = showEdit()
    expect(await screen.findByText(/finalized and cannot be edited/)).toBeTruthy()
    first.unmount()
    serveDraft(aDraft())
    showEdit(['invoice:read'])
    expect(await screen.findByText('Your role does not allow this.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Save draft' })).toBeNull()
  })
})
