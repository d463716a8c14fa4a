import { expectNoViolations } from '@tieout/ui/testing'
import { within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { DocumentView } from '../../../../packages/accounting-sync/src/contract/index.ts'
import { anId } from '../../../../packages/billing/src/testing/invoices.ts'
import { renderScreen } from '../../testing/render-screen.tsx'
import { aSide, aView, card, forPage, plugged, shown } from '../testing/document-screens.tsx'

const aCredit = (
  changes: Partial<DocumentView['credits'][number]> = {},
): DocumentView['credits'][number] => ({
  allocationId: anId(71),
  documentId: anId(72),
  number: 'CM-7',
  kind: 'credit_memo',
  amountMinor: 15_000,
  currency: 'USD',
  date: '2026-03-10',
  takenOff: false,
  state: 'synced',
  waitReason: null,
  errorCode: null,
  ...changes,
})

const show = async (view: DocumentView) => {
  const { container } = renderScreen(shown, await plugged(forPage(view)))
  return { container, inside: await card() }
}

describe('credit on the card of a document', () => {
  it('is listed with its number, its amount and how each stands there', async () => {
    const credits = [
      aCredit(),
      aCredit({ allocationId: anId(73), number: 'CM-8', state: 'queued', waitReason: 'waits_for_document' }),
      aCredit({ allocationId: anId(74), number: 'CM-9', state: 'error', errorCode: 'period_closed' }),
      aCredit({ allocationId: anId(75), number: 'PP-1', kind: 'prepayment', state: 'not_synced' }),
      aCredit({ allocationId: anId(76), number: 'CM-5', takenOff: true, state: 'queued' }),
      aCredit({ allocationId: anId(77), number: 'CM-6', state: 'not_synced' }),
    ]
    const { container, inside } = await show(aView({ credits }))
    const table = within(inside.getByRole('table', { name: 'Paid with credit' }))
    const rows = table.getAllByRole('row').slice(1)
    const said = rows.map((row) => within(row).getAllByRole('cell').at(-1)?.textContent)
    expect(said).toEqual([
      'There too',
      expect.stringMatching(/^On its wayWaits for another document/),
      expect.stringMatching(/^Refused, needs you./),
      'Stays in these books',
      'Being taken off there',
      'Not there',
    ])
    expect(table.getAllByText('$150.00')).toHaveLength(6)
    expect(table.getByRole('link', { name: 'CM-7' }).getAttribute('href')).toBe(`/invoices/${anId(72)}`)
    await expectNoViolations(container)
  })

  it('of a credit note says what it was used for, and is told in its story', async () => {
    const payment = { origin: 'there' as const, reference: 'INV-9', amountMinor: 15_000, currency: 'USD' }
    const told = { byName: null, detail: null, errorCode: null, operationId: null, payment }
    const timeline = [
      { ...told, at: '2026-03-15T11:50:00.000Z', what: 'credit_applied' as const },
      { ...told, at: '2026-03-15T11:55:00.000Z', what: 'credit_taken_off' as const },
    ]
    const credits = [aCredit({ kind: 'invoice', number: 'INV-9' })]
    const { inside } = await show(aView({ kind: 'credit_memo', credits, timeline }))
    expect(inside.getByRole('table', { name: 'Used for' })).toBeTruthy()
    const story = within(inside.getByRole('list', { name: 'What happened' })).getAllByRole('listitem')
    expect(story.map((each) => each.textContent)).toEqual([
      expect.stringMatching(/Harbor Books.*\$150.00 of credit taken off.*INV-9/),
      expect.stringMatching(/Harbor Books.*\$150.00 of credit applied.*INV-9/),
    ])
  })

  it('that expired here and is open there is a difference, with its amount and what ends it', async () => {
    const there = aSide({ balanceMinor: 5000, customer: { id: '4', name: 'Aspen Dental LLC' } })
    const here = aSide({ balanceMinor: 0 })
    const expired = { expiresOn: '2026-03-01', amountMinor: 5000, currency: 'USD' }
    const { container, inside } = await show(aView({ kind: 'credit_memo', here, there, expired }))
    expect(
      inside.getByText('$50.00 expired here on Mar 1, 2026, and is still open in Harbor Books.'),
    ).toBeTruthy()
    expect(inside.getByText(/used up in Harbor Books, or its last day is moved here/)).toBeTruthy()
    const balance = within(inside.getByRole('row', { name: /^Balance/ }))
    expect(balance.getByText('Differs')).toBeTruthy()
    expect(balance.getAllByRole('cell').map((each) => each.textContent)).toEqual([
      '$0.00',
      '$50.00',
      'Differs',
    ])
    await expectNoViolations(container)
  })

  it('draws nothing where there is none', async () => {
    const { inside } = await show(aView())
    expect(inside.queryByRole('table', { name: 'Paid with credit' })).toBeNull()
    expect(inside.queryByText(/expired here/)).toBeNull()
  })
})
