import type { VoidOutlook } from '@tieout/accounting-sync/contract'
import { Toaster } from '@tieout/ui'
import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { anInvoice } from '../../../../packages/billing/src/testing/invoices.ts'
import { renderScreen } from '../../testing/render-screen.tsx'
import { VoidAdviceFor } from './document-parts.tsx'
import { aBadge, aView, card, forPage, PATIENTLY, plugged, shown } from '../testing/document-screens.tsx'

const LOOK = 'POST /accounting/documents/:documentId/look-before-void'
const REISSUE = 'POST /accounting/documents/:documentId/reissue'
const VOID = 'POST /invoices/:invoiceId/void'

const outlook: VoidOutlook = {
  there: {
    company: 'Harbor Books',
    standing: 'voided',
    number: 'INV-1042',
    currency: 'USD',
    openMinor: 0,
    unknownMinor: 0,
    unknownBy: [],
    waits: null,
    booksClosedThrough: null,
  },
  month: 'this',
  issueDate: '2026-03-01',
  refused: null,
}

const unpaid = anInvoice({ payments: [], paidMinor: 0, balanceDueMinor: 108_000, status: 'sent' })
const drifted = (theirStanding: 'voided' | 'deleted') =>
  aView({ badge: aBadge({ state: 'drift', verified: false }), theirStanding })

const show = async (theirStanding: 'voided' | 'deleted', may?: readonly string[]) => {
  const rendered = renderScreen(
    <>
      {shown}
      <Toaster />
    </>,
    await plugged(
      {
        ...forPage(drifted(theirStanding), unpaid),
        [LOOK]: outlook,
        [REISSUE]: {},
        [VOID]: { ...unpaid, status: 'cancelled', balanceDueMinor: 0 },
      },
      may === undefined ? {} : { session: { features: ['accounting_sync'], permissions: [...may] } },
    ),
  )
  return { ...rendered, inside: await card(), user: userEvent.setup() }
}

describe('the card of a document that is void there', () => {
  it('says so, and cancels it here by the same rules as any void, with nothing left to send', async () => {
    const { container, inside, user, askedFor } = await show('voided')
    expect(
      inside.getByText(
        'Harbor Books has voided INV-1042. Either it is cancelled here too, or it is issued there again under its number.',
      ),
    ).toBeTruthy()
    await expectNoViolations(container)
    await user.click(inside.getByRole('button', { name: 'Cancel here too' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Void INV-1042?' }, PATIENTLY))
    expect(await dialog.findByText('$1,080.00 is no longer owed.')).toBeTruthy()
    expect(
      await dialog.findByText('In Harbor Books, INV-1042 is voided already: nothing is sent.'),
    ).toBeTruthy()
    await expectNoViolations()
    await user.type(dialog.getByRole('textbox'), 'voided there')
    await user.click(dialog.getByRole('button', { name: 'Void INV-1042' }))
    await waitFor(() => expect(askedFor(VOID)).toHaveLength(1))
    expect(askedFor(REISSUE)).toEqual([])
  })

  it.each([
    ['voided', 'INV-1042 is written over the voided one in Harbor Books'],
    ['deleted', 'INV-1042 is created anew in Harbor Books'],
  ] as const)('issues it there again where it was %s, once it was said what happens', async (how, said) => {
    const { inside, user, askedFor } = await show(how)
    await user.click(inside.getByRole('button', { name: 'Re-issue there' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: /^Re-issue INV-1042/ }))
    expect(dialog.getByText(new RegExp(`^${said}`))).toBeTruthy()
    await expectNoViolations()
    expect(askedFor(REISSUE)).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Re-issue there' }))
    expect(await screen.findByText('INV-1042 is on its way to Harbor Books.')).toBeTruthy()
    expect(askedFor(REISSUE)).toHaveLength(1)
  })

  it('lets nobody do either who may not', async () => {
    const { inside } = await show('voided', ['invoice:read', 'accounting:read'])
    for (const name of ['Cancel here too', 'Re-issue there'])
      expect(inside.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
  })
})

describe('the advice before a void', () => {
  const there = { ...outlook.there!, standing: 'standing' as const, unknownMinor: 3_000 }
  const advice = async (unknownBy: typeof there.unknownBy) => {
    const answer = { ...outlook, refused: 'paid_there' as const, there: { ...there, unknownBy } }
    renderScreen(
      <VoidAdviceFor invoice={unpaid} show={({ refused }) => <p role="alert">{refused}</p>} />,
      await plugged({ [LOOK]: answer }),
    )
    await waitFor(() => expect(screen.getByRole('alert').textContent).not.toBe(''), PATIENTLY)
    return screen.getByRole('alert').textContent
  }

  it('says which payments settle it there and are not known here', async () => {
    const paid = { number: 'CHQ 11', date: '2026-02-27', amountMinor: 2_000, page: null }
    const said = await advice([paid, { ...paid, number: null, amountMinor: 1_000 }])
    expect(said).toContain(
      'In Harbor Books, $30.00 are applied to INV-1042 that are not known here: CHQ 11 of Feb 27, 2026 ($20.00) and a payment of Feb 27, 2026 ($10.00). Voiding it',
    )
  })

  it('says how much it is where nobody can say which', async () => {
    expect(await advice([])).toContain('applied to INV-1042 that are not known here. Voiding it')
  })
})
