import { Toaster } from '@tieout/ui'
import { expectNoViolations } from '@tieout/ui/testing'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { anId } from '../../../../packages/billing/src/testing/invoices.ts'
import { renderScreen } from '../../testing/render-screen.tsx'
import {
  aBadge,
  allowed,
  aSide,
  aView,
  badges,
  card,
  forPage,
  PATIENTLY,
  plugged,
  shown,
} from '../testing/document-screens.tsx'

describe('the card of a document', () => {
  it('of one that differs shows what both agreed on last, who accepted it, and leads to the task', async () => {
    const accepted = {
      amountMinor: -3_000,
      currency: 'USD',
      byName: 'Ana Ruiz',
      at: '2026-03-15T11:00:00.000Z',
      reason: 'a discount',
    }
    const view = aView({
      badge: aBadge({ state: 'drift', verified: false, accepted }),
      there: aSide({ totalMinor: 105_000, balanceMinor: null }),
      differences: [{ field: 'total', here: '108000', there: '105000' }],
      taskId: anId(80),
    })
    const { container } = renderScreen(shown, await plugged(forPage(view)))
    const inside = await card()
    expect(inside.getByText('Ana Ruiz accepted this difference of $30.00.')).toBeTruthy()
    expect(inside.getByText('a discount')).toBeTruthy()
    expect(inside.getByRole('columnheader', { name: 'Last agreed' })).toBeTruthy()
    const owed = within(inside.getByRole('row', { name: /^Difference in open receivables/ }))
    expect(owed.getByText('Cannot be told yet. Check tells it.')).toBeTruthy()
    expect(inside.getByRole('link', { name: 'Open the task' }).getAttribute('href')).toBe(
      `/inbox/${anId(80)}`,
    )
    await expectNoViolations(container)
  })

  it('says on the badge that a difference is accepted, by whom, how much and why', async () => {
    const user = userEvent.setup()
    const accepted = {
      amountMinor: 500,
      currency: 'USD',
      byName: 'Ana Ruiz',
      at: '2026-03-15T11:00:00.000Z',
      reason: 'rounding',
    }
    const badge = aBadge({ state: 'drift', verified: false, accepted })
    renderScreen(
      shown,
      await plugged({ ...forPage(aView({ badge })), 'POST /accounting/badges': badges([badge]) }),
    )
    const word = await screen.findByText('Drift · accepted', undefined, PATIENTLY)
    await user.hover(word)
    const tip = within(await screen.findByRole('tooltip'))
    expect(tip.getByText('Ana Ruiz accepted this difference of $5.00.')).toBeTruthy()
    expect(tip.getByText(/“rounding”/)).toBeTruthy()
  })

  it('tells the money that came in, from where and how much', async () => {
    const none = { byName: null, detail: null, errorCode: null, operationId: null }
    const payment = { origin: 'there' as const, reference: 'CHQ 7', amountMinor: 4_000, currency: 'USD' }
    const timeline = [
      { ...none, at: '2026-03-15T11:00:00.000Z', what: 'paid' as const, payment },
      {
        ...none,
        at: '2026-03-15T11:10:00.000Z',
        what: 'payment_taken_back' as const,
        payment: { ...payment, origin: 'here' as const },
      },
    ]
    renderScreen(shown, await plugged(forPage(aView({ timeline }))))
    const story = within((await card()).getByRole('list', { name: 'What happened' }))
    const [last, first] = story.getAllByRole('listitem').map((each) => each.textContent)
    expect(first).toMatch(/^Harbor Bookspaid \$40\.00.*Reference CHQ 7$/)
    expect(last).toMatch(/^Herepayment of \$40\.00 taken back/)
  })

  it('is checked when asked, and says what came of it', async () => {
    const user = userEvent.setup()
    const CHECK = 'POST /accounting/documents/:documentId/check'
    const view = aView({ actions: allowed({}) })
    const { askedFor } = renderScreen(
      <>
        {shown}
        <Toaster />
      </>,
      await plugged({ ...forPage(view), [CHECK]: view }),
    )
    await user.click((await card()).getByRole('button', { name: 'Check' }))
    expect(await screen.findByText('Checked now: INV-1042 is the same in Harbor Books.')).toBeTruthy()
    expect(askedFor(CHECK)).toHaveLength(1)
  })
})
