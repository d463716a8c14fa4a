import type { ArrivalDetail, ArrivalView } from '@tieout/accounting-sync/contract'
import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen, type ScreenOptions } from '../../testing/render-screen.tsx'
import { aCompany, anArrival, anId, anOperation, OFFERS, REDIRECT, withSync } from './testing.ts'
import { TransactionsPage } from './transaction-pages.tsx'

configure({ asyncUtilTimeout: 8_000 })

const paid = anArrival({
  documents: [
    { id: anId(61), number: 'INV-1001', amountMinor: 3_000 },
    { id: anId(62), number: 'INV-1002', amountMinor: 1_000 },
  ],
})
const held = anArrival({
  arrivalId: anId(72),
  status: 'held',
  reason: 'unknown_document',
  reference: 'CHQ 9',
  heldMinor: 4_000,
})
const renamed = anArrival({
  arrivalId: anId(73),
  kind: 'customer',
  reason: 'renamed',
  reference: 'Tidewater Law',
  amountMinor: null,
  currency: null,
})
const odd = anArrival({ arrivalId: anId(74), status: 'quarantined', reason: 'unreadable', reference: null })

const detail = (base: ArrivalView, more: Partial<ArrivalDetail> = {}): ArrivalDetail => ({
  ...base,
  company: 'Harbor Books',
  connectionId: anId(7),
  receipts: [],
  credits: [],
  problems: [],
  differences: [],
  name: null,
  detail: null,
  cycle: { cycleId: anId(31), trigger: 'schedule', startedAt: '2026-03-15T11:59:00.000Z' },
  deepLink: 'http://desk.test/payments/812',
  taskId: null,
  ...more,
})

const side = (amountMinor: number, allocations: [number, number][]) => ({
  amountMinor,
  date: '2026-03-12',
  number: 'CHQ 4471',
  allocations: allocations.map(([n, minor]) => ({ documentId: anId(n), amountMinor: minor })),
})

const observed = (more: object) => ({
  observation: {
    kind: 'payment',
    externalId: '812',
    deepLink: null,
    state: 'standing',
    firstSeenAt: '2026-03-15T11:00:00.000Z',
    payment: null,
    problems: [],
    raw: null,
    decision: null,
    ...more,
  },
})

const OBSERVED = 'GET /accounting/connections/:connectionId/observations/:externalKind/:externalId'
const one = (base: ArrivalView) => `GET /accounting/arrivals/${base.arrivalId}`
const zero = { changed: 0, reversed: 0, differs: 0, nothing: 0, settled: 0 }

const answers = {
  'GET /accounting/connections': { items: [aCompany()], offers: OFFERS, redirectUri: REDIRECT },
  'GET /accounting/transactions': page([paid, held, renamed, odd, anOperation({ number: 'INV-2000' })]),
  'GET /accounting/transactions/counts': {
    out: { pending: 0, in_progress: 0, done: 1, failed: 0, skipped: 0 },
    in: { ...zero, applied: 2, held: 1, quarantined: 1 },
  },
  'GET /clients': page([]),
  [one(paid)]: detail(paid, {
    status: 'changed',
    receipts: [
      {
        receiptId: anId(81),
        before: side(3_000, [[61, 3_000]]),
        after: side(4_000, [
          [61, 3_000],
          [62, 1_000],
        ]),
      },
    ],
  }),
  [one(held)]: detail(held, { taskId: anId(9) }),
  [one(renamed)]: detail(renamed, { name: { before: 'Tidewater Legal', after: 'Tidewater Law' } }),
  [one(odd)]: detail(odd, { detail: 'Its amount is no number.' }),
  [OBSERVED]: observed({
    problems: [
      { reason: 'unknown_document', amountMinor: 4_000, document: null, detail: null, receipt: null },
    ],
  }),
}

const show = async (options: ScreenOptions = {}) =>
  renderScreen(
    <TransactionsPage />,
    await withSync({ path: '/accounting/transactions', answers, ...options }),
  )
const table = async () => {
  await screen.findByText('INV-2000')
  return within(screen.getByRole('table', { name: 'Transactions' }))
}
const drawer = async () => within(await screen.findByRole('dialog'))

describe('rows of what came in', () => {
  it('say what it is, on which documents, and what became of it, in words', async () => {
    const { container } = await show()
    const list = await table()
    expect(list.getAllByText('From Harbor Books')).toHaveLength(4)
    expect(list.getByRole('link', { name: 'INV-1001' }).getAttribute('href')).toBe(`/invoices/${anId(61)}`)
    expect(list.getByText('+1').getAttribute('title')).toBe('INV-1002')
    expect(list.getByText('CHQ 4471')).toBeTruthy()
    expect(list.getByText('Held')).toBeTruthy()
    expect(list.getByText('document not linked')).toBeTruthy()
    expect(list.getByText('Set aside')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('have no box to tick, since nothing of them is tried again', async () => {
    await show()
    const list = await table()
    expect(list.getAllByRole('checkbox', { name: /^Select INV/ })).toHaveLength(1)
    expect(list.queryByRole('checkbox', { name: /CHQ/ })).toBeNull()
  })

  it('are shown alone by their direction, each outcome with its count', async () => {
    const user = userEvent.setup()
    const { place, askedFor } = await show()
    await table()
    const states = () => within(screen.getByRole('radiogroup', { name: 'Status' }))
    expect(states().queryByRole('radio', { name: /Taken back/ })).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'From Harbor Books' }))
    expect(place()).toBe('/accounting/transactions?direction=in')
    expect(states().queryByRole('radio', { name: /On its way/ })).toBeNull()
    expect(states().getByRole('radio', { name: /Taken back/ })).toBeTruthy()
    await user.click(states().getByRole('radio', { name: /Held 1/ }))
    await waitFor(() => {
      const last = askedFor('GET /accounting/transactions').at(-1)
      expect(Object.fromEntries(last?.query ?? [])).toEqual({ direction: 'in', status: 'held', limit: '40' })
    })
  })

  it('are narrowed to a run by a link, and the link is taken away by a click', async () => {
    const user = userEvent.setup()
    const { place, askedFor } = await show({ path: `/accounting/transactions?run=${anId(31)}` })
    await table()
    expect(askedFor('GET /accounting/transactions').at(-1)?.query.get('cycleId')).toBe(anId(31))
    await user.click(screen.getByRole('button', { name: 'Remove One run' }))
    expect(place()).toBe('/accounting/transactions')
  })
})

describe('the drawer of what came in', () => {
  const open = (arrival: ArrivalView) => show({ path: `/accounting/transactions?came=${arrival.arrivalId}` })

  it('says what happened, what it changed here, and which run brought it', async () => {
    await open(paid)
    const one = await drawer()
    expect(
      await one.findByText(
        'A payment from Tidewater Legal was changed in Harbor Books and is $40.00 now. It stands the same way here.',
      ),
    ).toBeTruthy()
    const change = within(one.getByRole('table', { name: 'The payment before and after' }))
    const amount = within(change.getByRole('row', { name: /^Amount/ }))
    expect(amount.getAllByRole('cell').map((each) => each.textContent)).toEqual(['$30.00', '$40.00 changed'])
    const second = within(change.getByRole('row', { name: /INV-1002/ }))
    expect(second.getAllByRole('cell').map((each) => each.textContent)).toEqual(['–', '$10.00 changed'])
    expect(one.getByRole('link', { name: 'Open the payment' }).getAttribute('href')).toBe(
      `/payments/${anId(81)}`,
    )
    expect(one.getByRole('link', { name: 'all of this run' }).getAttribute('href')).toBe(
      `/accounting/transactions?run=${anId(31)}`,
    )
    await expectNoViolations()
  })

  it('of one that is held says why, to the cent, and leads to its task', async () => {
    await open(held)
    const one = await drawer()
    expect(await one.findByText('It pays a document that is not linked to one of ours.')).toBeTruthy()
    expect(one.getByRole('link', { name: 'Open the task' }).getAttribute('href')).toBe(`/inbox/${anId(9)}`)
    await expectNoViolations()
  })

  it('of one that was set aside shows what came, as it came', async () => {
    const raw = { Id: '812', TotalAmt: 'forty' }
    await show({
      path: `/accounting/transactions?came=${odd.arrivalId}`,
      answers: { ...answers, [OBSERVED]: observed({ raw }) },
    })
    const one = await drawer()
    expect(await one.findByText(/could not be read\. It was set aside/)).toBeTruthy()
    expect(one.getByText('Its amount is no number.')).toBeTruthy()
    expect(await one.findByText(/"TotalAmt": "forty"/)).toBeTruthy()
  })

  it('leads up and down through both ways', async () => {
    const user = userEvent.setup()
    const { place } = await open(odd)
    await drawer()
    await user.keyboard('{ArrowUp}')
    expect(place()).toBe(`/accounting/transactions?came=${renamed.arrivalId}`)
    expect(await (await drawer()).findByText(/now called Tidewater Law in Harbor Books/)).toBeTruthy()
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(place()).toBe(`/accounting/transactions?open=${anId(51)}`)
  })
})
