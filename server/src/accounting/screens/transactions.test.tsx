import type { OperationView } from '@tieout/accounting-sync/contract'
import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Locale } from '../../i18n/locales.ts'
import { page, renderScreen, type ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'
import { anOperation } from './testing.ts'
import { TransactionsPage } from './transaction-pages.tsx'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const row = (n: number, more: Partial<OperationView> = {}) =>
  anOperation({ operationId: id(n), documentId: id(100 + n), number: `INV-${1000 + n}`, ...more })

const one = (base: ReturnType<typeof row>, more: Record<string, unknown> = {}) => ({
  ...base,
  company: 'Harbor Books',
  detail: null,
  trace: null,
  missing: [],
  skip: null,
  deepLink: null,
  taskId: null,
  attemptsMade: [],
  ...more,
})

const refused = row(1, { status: 'failed', attempts: 1, errorCode: 'duplicate_number' })
const waits = row(2, { status: 'pending', waitReason: 'unmapped' })
const sent = row(3)

const NOTHING_CAME = {
  applied: 0,
  changed: 0,
  reversed: 0,
  differs: 0,
  held: 0,
  quarantined: 0,
  nothing: 0,
  settled: 0,
}

const answers = {
  'GET /accounting/connections': { items: [], offers: [], redirectUri: '' },
  'GET /accounting/transactions': page([refused, waits, sent]),
  'GET /accounting/transactions/counts': {
    out: { pending: 1, in_progress: 0, done: 10_001, failed: 1, skipped: 0 },
    in: NOTHING_CAME,
  },
  'GET /clients': page([]),
  [`GET /accounting/operations/${id(1)}`]: one(refused, {
    detail: '6140 Duplicate Document Number Error',
    taskId: id(300),
    attemptsMade: [
      {
        sequence: 1,
        at: '2026-03-15T11:58:00.000Z',
        milliseconds: 310,
        outcome: 'refused',
        errorCode: 'duplicate_number',
        detail: '6140 Duplicate Document Number Error',
        trace: '1-67aa-trace',
        request: { DocNumber: 'INV-1001' },
        response: null,
      },
    ],
  }),
  [`GET /accounting/operations/${id(2)}`]: one(waits, {
    missing: [{ what: 'item', entityId: id(400), name: 'Firewall appliance' }],
  }),
  [`GET /accounting/operations/${id(3)}`]: one(sent, { deepLink: 'http://desk.test/invoices/9' }),
  'POST /accounting/operations/retry': { retried: 1 },
  'POST /accounting/operations/skip': { skipped: 2 },
}

const show = async (options: ScreenOptions = {}) => {
  const locale = (options.locale ?? 'en') as Locale
  return renderScreen(<TransactionsPage />, {
    path: '/accounting/transactions',
    answers,
    plugins: [accountingScreens],
    pluginWords: await accountingScreens.messages(locale),
    session: { features: ['accounting_sync'] },
    ...options,
  })
}
const table = async () => {
  await screen.findByText('INV-1001')
  return within(screen.getByRole('table', { name: 'Transactions' }))
}
const drawer = async () => within(await screen.findByRole('dialog'))

describe('the transactions', () => {
  it('show their state in a word, what they wait for, the amount and links', async () => {
    const { container } = await show()
    const list = await table()
    expect(list.getByText('Needs attention')).toBeTruthy()
    expect(list.getByText('mapping missing')).toBeTruthy()
    expect(list.getAllByText('$1,234.50')).toHaveLength(3)
    expect(list.getByRole('link', { name: 'INV-1003' }).getAttribute('href')).toBe(`/invoices/${id(103)}`)
    expect(screen.getByRole('radio', { name: /Sent 10,000\+/ })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('keep what narrows them in the address, and ask for exactly that', async () => {
    const user = userEvent.setup()
    const { askedFor, place } = await show({ path: '/accounting/transactions?search=INV&batch=nonsense' })
    await table()
    await user.click(screen.getByRole('radio', { name: /Needs attention/ }))
    expect(place()).toBe('/accounting/transactions?status=failed&search=INV')
    await waitFor(() => {
      const last = askedFor('GET /accounting/transactions').at(-1)
      expect(Object.fromEntries(last?.query ?? [])).toEqual({ status: 'failed', search: 'INV', limit: '40' })
    })
    const counted = askedFor('GET /accounting/transactions/counts').at(-1)
    expect(counted?.query.get('status')).toBeNull()
    const file = screen.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
    expect(file).toBe('/api/v1/accounting/transactions.csv?search=INV&status=failed')
  })

  it('say so when there are none, and when none matches', async () => {
    const empty = { ...answers, 'GET /accounting/transactions': page([]) }
    await show({ answers: empty })
    expect(await screen.findByText('Nothing has crossed yet')).toBeTruthy()
    const user = userEvent.setup()
    await user.click(screen.getByRole('radio', { name: /Left out/ }))
    expect(await screen.findByText('No transaction matches')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Show all' }))
    expect(await screen.findByText('Nothing has crossed yet')).toBeTruthy()
  })

  it('are tried again and left out together, each button counting those it is for', async () => {
    const user = userEvent.setup()
    const { askedFor } = await show()
    await table()
    for (const number of ['INV-1001', 'INV-1002', 'INV-1003']) {
      await user.click(screen.getByRole('checkbox', { name: `Select ${number}` }))
    }
    const bar = within(screen.getByRole('group', { name: 'What to do with the selected' }))
    await user.click(bar.getByRole('button', { name: 'Leave 2 out…' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.type(dialog.getByRole('textbox'), 'keyed by hand')
    await user.click(dialog.getByRole('button', { name: 'Leave 2 documents out' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/operations/skip')[0]?.body).toEqual({
        operationIds: [id(1), id(2)],
        reason: 'keyed by hand',
      }),
    )
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })
})

describe('the drawer', () => {
  it('says first what happened, why and what to do, then what was tried', async () => {
    const user = userEvent.setup()
    const { place, askedFor } = await show()
    await user.click((await table()).getAllByRole('button', { name: /INV-1001/ })[0] as HTMLElement)
    expect(place()).toBe(`/accounting/transactions?open=${id(1)}`)
    const one = await drawer()
    expect(await one.findByText('What happened')).toBeTruthy()
    expect(one.getByText('What to do')).toBeTruthy()
    expect(one.getByRole('link', { name: 'Open the task' }).getAttribute('href')).toBe(`/inbox/${id(300)}`)
    expect(one.getByText('Refused')).toBeTruthy()
    expect(one.getByRole('button', { name: 'Copy trace id 1-67aa-trace' })).toBeTruthy()
    expect(one.getByText(/"DocNumber": "INV-1001"/)).toBeTruthy()
    await expectNoViolations()
    await user.click(one.getByRole('button', { name: 'Try again' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/operations/retry')[0]?.body).toEqual({ operationIds: [id(1)] }),
    )
  })

  it('opens by its address, leads to what is missing, and goes on by the arrow keys', async () => {
    const user = userEvent.setup()
    const { place } = await show({ path: `/accounting/transactions?open=${id(2)}` })
    const link = await (await drawer()).findByRole('link', { name: 'Choose the item for Firewall appliance' })
    expect(link.getAttribute('href')).toBe('/accounting/mapping/service?search=Firewall+appliance')
    await user.keyboard('{ArrowDown}')
    expect(place()).toBe(`/accounting/transactions?open=${id(3)}`)
    const there = await (await drawer()).findByRole('link', { name: 'View in Harbor Books' })
    expect(there.getAttribute('href')).toBe('http://desk.test/invoices/9')
    await user.keyboard('{ArrowUp}{ArrowUp}')
    expect(place()).toBe(`/accounting/transactions?open=${id(1)}`)
    await user.keyboard('{Escape}')
    expect(place()).toBe('/accounting/transactions')
  })

  it('says why nothing can be done about what is there, and who may not', async () => {
    const path = `/accounting/transactions?open=${id(3)}`
    const { unmount } = await show({ path })
    const again = await (await drawer()).findByRole('button', { name: 'Try again' })
    expect(again.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(again.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'It is there already.',
    )
    unmount()
    await show({
      path: `/accounting/transactions?open=${id(1)}`,
      session: { features: ['accounting_sync'], permissions: ['billing_settings:read', 'invoice:read'] },
    })
    const shut = await (await drawer()).findByRole('button', { name: 'Try again' })
    expect(document.getElementById(shut.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Your role may look, but not change this.',
    )
  })

  it('speaks the reader’s language', async () => {
    await show({ locale: 'de', path: `/accounting/transactions?open=${id(2)}` })
    expect(
      await (await drawer()).findByText(/wartet auf etwas, das in Harbor Books noch kein Gegenstück hat/),
    ).toBeTruthy()
  })
})
