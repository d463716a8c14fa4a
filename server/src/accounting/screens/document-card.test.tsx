import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { aDraft, anId, anInvoice } from '../../../../packages/billing/src/testing/invoices.ts'
import { refusal, renderScreen } from '../../testing/render-screen.tsx'
import {
  aBadge,
  anOperation,
  badges,
  firewall,
  waiting,
  refused,
  plugged,
  aSide,
  allowed,
  aView,
  unsent,
  forPage,
  card,
  shown,
} from '../testing/document-screens.tsx'

describe('the card on the page of an invoice', () => {
  it('sets both sides against each other, each with a tick', async () => {
    const { container } = renderScreen(shown, await plugged(forPage(aView())))
    const inside = await card()
    expect(inside.getByText('INV-1042 is in Harbor Books, and both agree to the cent.')).toBeTruthy()
    expect(inside.getByText('2 minutes ago')).toBeTruthy()
    const table = within(inside.getByRole('table', { name: 'Here and in Harbor Books' }))
    expect(table.getAllByText('Same')).toHaveLength(6)
    const total = within(table.getByRole('row', { name: /^Total/ }))
    expect(total.getAllByText('$1,080.00')).toHaveLength(2)
    const story = within(inside.getByRole('list', { name: 'What happened' }))
    expect(story.getAllByRole('listitem').map((each) => each.textContent)).toEqual([
      expect.stringContaining('sent to Harbor Books'),
      expect.stringContaining('queued it'),
    ])
    expect(inside.getByRole('link', { name: 'View in QuickBooks' }).getAttribute('href')).toContain('/desk/')
    const send = inside.getByRole('button', { name: 'Sync now' })
    expect(send.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(send.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'It is in Harbor Books already.',
    )
    await expectNoViolations(container)
  })

  it('marks what differs, in a word too', async () => {
    const there = aSide({ totalMinor: 100_000 })
    const differences = [{ field: 'total', here: '108000', there: '100000' }]
    const badge = aBadge({ state: 'drift', verified: false })
    renderScreen(shown, await plugged(forPage(aView({ there, differences, badge, taskId: anId(80) }))))
    const inside = await card()
    expect(inside.getByText('Harbor Books keeps INV-1042 otherwise than it was sent.')).toBeTruthy()
    expect(within(inside.getByRole('row', { name: /^Total/ })).getByText('Differs')).toBeTruthy()
    expect(inside.getAllByText('Differs')).toHaveLength(1)
  })

  it('does not call a balance different that only moved', async () => {
    renderScreen(shown, await plugged(forPage(aView({ there: aSide({ balanceMinor: 108_000 }) }))))
    const balance = within((await card()).getByRole('row', { name: /^Balance/ }))
    expect(balance.getByText('as seen', { exact: false })).toBeTruthy()
    expect(balance.queryByText('Differs')).toBeNull()
  })

  it('does not say that both agree to the cent while what is owed does not', async () => {
    renderScreen(shown, await plugged(forPage(aView({ there: aSide({ balanceMinor: 76_000 }) }))))
    const inside = await card()
    expect(
      inside.getByText(
        /^INV-1042 is in Harbor Books with the same amounts\. What is owed differs by \$20\.00/,
      ),
    ).toBeTruthy()
    expect(inside.queryByText(/agree to the cent/)).toBeNull()
  })

  it('says what is missing, where it is chosen, and which task asks for it', async () => {
    const view = unsent({ badge: waiting, missing: [firewall], taskId: anId(80) })
    const { container } = renderScreen(shown, await plugged(forPage(view)))
    const inside = await card()
    expect(inside.getByText('Waits for an item for Firewall appliance.')).toBeTruthy()
    expect(inside.getByRole('link', { name: 'Choose the item' }).getAttribute('href')).toBe(
      '/accounting/mapping/service?search=Firewall+appliance',
    )
    expect(inside.getByRole('link', { name: 'Open the task' }).getAttribute('href')).toBe(
      `/inbox/${anId(80)}`,
    )
    await expectNoViolations(container)
  })

  it('says what was refused, why and what to do, and tries again', async () => {
    const user = userEvent.setup()
    const error = { code: 'period_closed' as const, detail: 'books are closed', trace: 'tid-1' }
    const view = unsent({ badge: refused, error, actions: allowed({ sync: 'refused_before' }) })
    const answers = {
      ...forPage(view),
      'POST /accounting/documents/sync': { queued: 0, hastened: 0, retried: 1, left: 0 },
    }
    const { askedFor } = renderScreen(shown, await plugged(answers))
    const inside = await card()
    expect(inside.getByRole('alert').textContent).toContain('What to do:')
    expect(inside.getByText('For support: tid-1')).toBeTruthy()
    await user.click(inside.getByRole('button', { name: 'Try again' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/documents/sync')[0]?.body).toEqual({ documentIds: [anId(1)] }),
    )
  })

  it('follows what was sent until it has arrived, without a reload', async () => {
    const user = userEvent.setup()
    const queued = unsent({ badge: aBadge({ ...waiting, operation: anOperation() }) })
    const views = [unsent({ outlook: 'before_go_live' }), queued, queued, aView()]
    const answers = {
      ...forPage(() => (views.length > 1 ? views.shift() : views[0])),
      'POST /accounting/documents/sync': { queued: 1, hastened: 0, retried: 0, left: 0 },
    }
    renderScreen(shown, await plugged(answers))
    const inside = await card()
    expect(inside.getByText(/Dated before go-live \(Jan 1, 2026\)/)).toBeTruthy()
    await user.click(inside.getByRole('button', { name: 'Sync now' }))
    expect(await inside.findByText('This page shows it as soon as it has arrived.')).toBeTruthy()
    const arrived = 'INV-1042 is in Harbor Books, and both agree to the cent.'
    expect(await inside.findByText(arrived, undefined, { timeout: 10_000 })).toBeTruthy()
  })

  it('is read anew, with its badge, when the document is finalized on the same page, and followed from then on', async () => {
    const user = userEvent.setup()
    let finalized = false
    const queued = unsent({ badge: aBadge({ ...waiting, operation: anOperation() }) })
    const views = [queued, aView()]
    const answers = {
      ...forPage(() => {
        if (!finalized) return unsent({ standing: 'draft' })
        return views.length > 1 ? views.shift() : views[0]
      }),
      [`GET /invoices/${anId(1)}`]: () => (finalized ? anInvoice() : aDraft()),
      'POST /accounting/badges': () =>
        badges([finalized ? aBadge() : aBadge({ ...waiting, state: 'not_synced' })]),
      'POST /invoices/readiness': { ready: true, findings: [] },
      'POST /invoices/finalize': () => {
        finalized = true
        return { finalized: [{ invoiceId: anId(1), number: 'INV-1042', version: 2 }] }
      },
    }
    renderScreen(shown, await plugged(answers))
    expect(await (await card()).findByText(/by itself when it is finalized/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Finalize' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Finalize' }))
    const arrived = 'INV-1042 is in Harbor Books, and both agree to the cent.'
    expect(await screen.findByText(arrived, undefined, { timeout: 10_000 })).toBeTruthy()
    expect(screen.queryByText('Not synced')).toBeNull()
  })

  it('keeps it out with a reason, or takes it back in', async () => {
    const user = userEvent.setup()
    const answers = { ...forPage(unsent()), 'POST /accounting/exclusions': { held: 0 } }
    const first = renderScreen(shown, await plugged(answers))
    await user.click((await card()).getByRole('button', { name: 'Keep out' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.type(dialog.getByRole('textbox'), 'keyed by hand')
    await user.click(dialog.getByRole('button', { name: 'Keep INV-1042 out' }))
    await waitFor(() =>
      expect(first.askedFor('POST /accounting/exclusions')[0]?.body).toEqual({
        entityType: 'invoice',
        entityId: anId(1),
        reason: 'keyed by hand',
      }),
    )
    first.unmount()
    const badge = aBadge({
      ...waiting,
      state: 'not_synced',
      operation: null,
      excludedBecause: 'keyed by hand',
    })
    const out = unsent({ badge, actions: allowed({ sync: 'kept_out', exclude: 'kept_out' }) })
    const again = renderScreen(
      shown,
      await plugged({ ...forPage(out), 'POST /accounting/exclusions/take-back': { released: 0 } }),
    )
    await user.click((await card()).getByRole('button', { name: 'Take back in' }))
    await waitFor(() =>
      expect(again.askedFor('POST /accounting/exclusions/take-back')[0]?.body).toEqual({
        entityType: 'invoice',
        entityId: anId(1),
      }),
    )
  })

  it.each([
    ['a draft', { standing: 'draft' as const }, 'Goes out to Harbor Books by itself when it is finalized.'],
    [
      'a draft that misses something',
      { standing: 'draft' as const, missing: [firewall] },
      'Once finalized it will wait for what is missing here.',
    ],
    [
      'a prepayment',
      { kind: 'prepayment' as const, outlook: 'never' as const },
      'A prepayment stays in these books; it is never sent to Harbor Books.',
    ],
    [
      'one with automatic syncing off',
      { outlook: 'off' as const },
      'Automatic syncing is off. Sync now sends INV-1042 to Harbor Books.',
    ],
    [
      'one that was left out',
      { leftOut: { reason: 'keyed by hand', byName: 'Ana Ruiz' } },
      'Ana Ruiz left INV-1042 out: keyed by hand',
    ],
  ])('of %s says what becomes of it', async (_name, changes, sentence) => {
    renderScreen(shown, await plugged(forPage(unsent(changes))))
    expect(await (await card()).findByText(sentence)).toBeTruthy()
  })

  it('tells a bookkeeper why she cannot send it', async () => {
    const session = { features: ['accounting_sync'], permissions: ['invoice:read', 'billing_settings:read'] }
    renderScreen(shown, await plugged(forPage(unsent()), { session }))
    const send = (await card()).getByRole('button', { name: 'Sync now' })
    expect(document.getElementById(send.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Your role may not send documents to accounting.',
    )
  })

  it('is not there while nobody is connected, nor in the community edition (L62)', async () => {
    const nobody = { ...unsent(), connection: null, badge: null }
    const first = renderScreen(shown, await plugged(forPage(nobody)))
    await waitFor(() => expect(first.askedFor('GET /accounting/documents/:documentId')).toHaveLength(1))
    expect(screen.queryByRole('region', { name: /^In / })).toBeNull()
    first.unmount()
    const other = renderScreen(shown, await plugged(forPage(nobody), { session: { features: [] } }))
    expect(await screen.findByRole('heading', { name: 'INV-1042' })).toBeTruthy()
    expect(other.asked.filter(({ route }) => route.includes('accounting'))).toEqual([])
  })

  it('says when it cannot be read, and reads again', async () => {
    const user = userEvent.setup()
    const answers = forPage(refusal(500, 'unexpected', { requestId: 'r-1' }))
    const { askedFor } = renderScreen(shown, await plugged(answers))
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(askedFor('GET /accounting/documents/:documentId').length).toBeGreaterThan(1))
  })
})

describe('before finalizing', () => {
  it('names line and thing, and leads to where it is put right (L18)', async () => {
    const user = userEvent.setup()
    const about = { invoiceId: anId(1), blocking: false }
    const params = { line: 'Firewall, rack unit', service: 'Firewall appliance' }
    const findings = [
      { ...about, messageKey: 'accounting-customer-unlinked', params: { client: 'Aspen Dental' } },
      { ...about, lineId: anId(21), messageKey: 'accounting-item-unmapped', params },
    ]
    renderScreen(
      shown,
      await plugged({
        ...forPage(unsent(), aDraft()),
        'POST /invoices/readiness': { ready: true, findings },
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Finalize' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(
      await dialog.findByText(/Firewall appliance \(line “Firewall, rack unit”\) has no item/),
    ).toBeTruthy()
    expect(dialog.getByRole('link', { name: 'Choose the item' }).getAttribute('href')).toBe(
      '/accounting/mapping/service?search=Firewall+appliance',
    )
    expect(dialog.getByRole('link', { name: 'Link Aspen Dental' }).getAttribute('href')).toBe(
      '/accounting/mapping/client?search=Aspen+Dental',
    )
  })
})
