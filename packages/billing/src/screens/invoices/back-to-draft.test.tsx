import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { answerRequests, problem, renderScreen, type Sent } from '../../testing/browser.tsx'
import { aDraft, anId, anInvoice, aRow } from '../../testing/invoices.ts'
import { InvoiceListScreen } from './invoice-list-screen.tsx'
import { InvoiceScreen } from './invoice-screen.tsx'

const path = `/invoices/${anId(1)}/reopen`
const untouched = anInvoice({ payments: [], paidMinor: 0, balanceDueMinor: 108_000, status: 'sent' })

function show(permissions = ['invoice:read', 'invoice:update', 'invoice:finalize', 'invoice:void']) {
  renderScreen(<InvoiceScreen invoiceId={anId(1)} onGo={() => {}} />, permissions)
}

const open = async (user: ReturnType<typeof userEvent.setup>) =>
  await user.click(await screen.findByRole('button', { name: 'More actions' }))

/** The dialog, with a reason given. */
async function ask(user: ReturnType<typeof userEvent.setup>, reason: string) {
  await open(user)
  await user.click(await screen.findByRole('menuitem', { name: 'Back to draft' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Take INV-1042 back to draft?' }))
  if (reason) await user.type(dialog.getByRole('textbox'), reason)
  return dialog
}

const sentTo = (all: Sent[]) => all.find((sent) => sent.method === 'POST' && sent.path === path)?.body

describe('back to draft', () => {
  it('is done with a reason, to the version that was read, once told what that means', async () => {
    let shown = untouched
    const all = answerRequests((sent) => {
      if (sent.path.endsWith('/deliveries')) return { body: { items: [] } }
      if (sent.path === path) shown = aDraft({ number: 'INV-1042', version: 5 })
      return { body: shown }
    })
    const user = userEvent.setup()
    show()
    const dialog = await ask(user, '')
    expect(dialog.getByText(/INV-1042 stays reserved for it/)).toBeTruthy()
    expect(dialog.getByText('$1,080.00 is not owed until it is finalized again.')).toBeTruthy()
    expect(dialog.getByText(/Aspen Dental no longer sees it in the portal/)).toBeTruthy()
    expect(dialog.getByText(/statement and the activity record it/)).toBeTruthy()
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Back to draft' }))
    expect(sentTo(all)).toBeUndefined()
    await user.type(dialog.getByRole('textbox'), 'Wrong quantity')
    await user.click(dialog.getByRole('button', { name: 'Back to draft' }))
    await waitFor(() => expect(sentTo(all)).toEqual({ version: 4, reason: 'Wrong quantity' }))
    expect(await screen.findByText('INV-1042 is reserved for this draft')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Edit' })).toBeTruthy()
  })

  it.each([
    ['in our words', problem(409, 'credit-stands'), 'Credit is applied to it. Take it off first.'],
    [
      'in the words of whoever refuses',
      problem(409, 'refused-by-guard', {
        extra: {
          guard: 'sync',
          refusals: [{ messageKey: 'exported', params: {}, reason: 'It is in the ledger already.' }],
        },
      }),
      'It is in the ledger already.',
    ],
  ])('says why it is refused, %s', async (_whose, answer, sentence) => {
    answerRequests((sent) => {
      if (sent.path.endsWith('/deliveries')) return { body: { items: [] } }
      return sent.path === path ? answer : { body: untouched }
    })
    const user = userEvent.setup()
    show()
    const dialog = await ask(user, 'Wrong quantity')
    await user.click(dialog.getByRole('button', { name: 'Back to draft' }))
    expect(await dialog.findByText(sentence)).toBeTruthy()
  })

  it('is not for those who may not void', async () => {
    answerRequests(() => ({ body: { ...untouched, items: [] } }))
    const user = userEvent.setup()
    show(['invoice:read', 'invoice:finalize'])
    await open(user)
    const item = await screen.findByRole('menuitem', { name: /^Back to draft/ })
    expect(item.textContent).toContain('Your role does not allow this.')
  })
})

describe('a draft that keeps its number', () => {
  it('says why it is neither deleted, voided, sent nor put on paper, and keeps it', async () => {
    const all = answerRequests((sent) => {
      if (sent.path.endsWith('/deliveries')) return { body: { items: [] } }
      if (sent.path === '/invoices/readiness') return { body: { ready: true, findings: [] } }
      return { body: aDraft({ number: 'INV-1042' }) }
    })
    const user = userEvent.setup()
    show()
    await open(user)
    for (const [name, reason] of [
      [/^Delete draft/, 'Its number would be missing.'],
      [/^Void/, 'Finalize it again first; then it can be voided.'],
      [/^Send by mail/, 'This is still a draft.'],
      [/^Download PDF/, 'This is still a draft.'],
      [/^Back to draft/, 'It is a draft already.'],
    ] as const) {
      const item = screen.getByRole('menuitem', { name })
      expect(item.textContent).toContain(reason)
      expect(item.getAttribute('aria-disabled')).toBe('true')
    }
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: 'Finalize' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('It keeps its number INV-1042.')).toBeTruthy()
    expect(dialog.queryByText('It gets the next number of its kind.')).toBeNull()
    // It may have been sent while it was finalized.
    expect(all.some((sent) => sent.path.endsWith('/deliveries'))).toBe(true)
  })

  it('is known by its number in the list', async () => {
    const row = aRow({ status: 'draft', balanceDueMinor: 0 })
    answerRequests((sent) =>
      sent.path === '/invoices' ? { body: { items: [row], nextCursor: null } } : { body: {} },
    )
    renderScreen(
      <InvoiceListScreen address={{ query: new URLSearchParams(), go: () => {} }} onGo={() => {}} />,
      ['invoice:read'],
    )
    const link = await screen.findByRole('link', { name: /INV-1042/ })
    expect(link.textContent).toContain('Number reserved')
  })
})
