import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, refusal, renderScreen, type ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'
import { BatchesPage, BatchPage, NewBatchPage } from './transaction-pages.tsx'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const connection = {
  connectionId: id(1),
  adapterType: 'qbo',
  realm: '9130',
  environment: 'sandbox',
  app: 'platform',
  status: 'connected',
  isDefault: true,
  company: {
    name: 'Harbor Books',
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: false,
    numbersItself: false,
    usesSalesTax: true,
    automatedSalesTax: false,
    autoAppliesCredits: false,
    booksClosedThrough: null,
    lineTax: 'flag',
  },
  companyReadAt: '2026-03-15T11:00:00.000Z',
  settings: {
    autoSync: true,
    goLiveDate: '2026-01-01',
    createCustomers: false,
    fallbackItem: null,
    depositAccount: null,
  },
  paused: null,
  connectedAt: '2026-03-15T11:00:00.000Z',
  disconnectedAt: null,
  refreshExpiresAt: '2026-06-15T11:00:00.000Z',
  hardExpiresAt: null,
  downUntil: null,
  deepLink: null,
}

const document = (n: number, state: string, more: Record<string, unknown> = {}) => ({
  documentId: id(100 + n),
  kind: 'invoice',
  number: `INV-${1000 + n}`,
  issueDate: '2026-03-01',
  client: { id: id(200), name: 'Tidewater Legal' },
  totalMinor: 10_000,
  currency: 'USD',
  state,
  missing: [],
  ...more,
})

const lacks = { missing: [{ what: 'item', entityId: id(400), name: 'Firewall appliance' }] }
const judged = {
  documents: [document(1, 'ready'), document(2, 'missing', lacks), document(3, 'already_there')],
  more: false,
  gone: 0,
  totals: ['ready', 'missing', 'already_there'].map((state) => ({
    state,
    documents: 1,
    money: [{ amountMinor: 10_000, currency: 'USD' }],
  })),
}

const batch = (more: Record<string, unknown> = {}) => ({
  batchId: id(9),
  connectionId: id(1),
  company: 'Harbor Books',
  origin: 'manual',
  status: 'draft',
  filter: { from: '2026-03-01' },
  documents: 3,
  createdByName: 'Bill Moreau',
  createdAt: '2026-03-15T11:00:00.000Z',
  deliveredAt: null,
  version: 1,
  delivery: null,
  lines: { pending: 0, in_progress: 0, done: 0, failed: 0, skipped: 0 },
  ...more,
})

const line = (n: number, more: Record<string, unknown> = {}) => ({
  operationId: id(500 + n),
  direction: 'out',
  kind: 'export_invoice',
  documentId: id(100 + n),
  documentType: 'invoice',
  number: `INV-${1000 + n}`,
  client: { id: id(200), name: 'Tidewater Legal' },
  amountMinor: 10_000,
  currency: 'USD',
  issueDate: '2026-03-01',
  status: 'done',
  attempts: 0,
  waitReason: null,
  errorCode: null,
  nextAttemptAt: null,
  batchId: id(9),
  createdAt: '2026-03-15T11:00:00.000Z',
  updatedAt: '2026-03-15T11:00:00.000Z',
  processedAt: null,
  milliseconds: 300,
  ...more,
})

const usual = {
  'GET /accounting/connections': { items: [connection], offers: [], redirectUri: '' },
  'GET /clients': page([{ clientId: id(200), displayName: 'Tidewater Legal' }]),
  'GET /clients/:clientId': { clientId: id(200), displayName: 'Tidewater Legal' },
}

const show = async (node: Parameters<typeof renderScreen>[0], options: ScreenOptions) =>
  renderScreen(node, {
    plugins: [accountingScreens],
    pluginWords: await accountingScreens.messages('en'),
    session: { features: ['accounting_sync'] },
    ...options,
    answers: { ...usual, ...options.answers },
  })

describe('the list of batches', () => {
  it('shows who made them and how far they are, and narrows by state in the address', async () => {
    const user = userEvent.setup()
    const all = page([
      batch({ status: 'delivering', lines: { pending: 2, in_progress: 1, done: 40, failed: 3, skipped: 0 } }),
    ])
    const { container, askedFor, place } = await show(<BatchesPage />, {
      path: '/accounting/batches',
      answers: { 'GET /accounting/batches': all },
    })
    expect(await screen.findByText('Bill Moreau')).toBeTruthy()
    const table = within(screen.getByRole('table', { name: 'Batches' }))
    expect(table.getByText('Being delivered')).toBeTruthy()
    expect(table.getByText('40')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('radio', { name: 'Draft' }))
    expect(place()).toBe('/accounting/batches?status=draft')
    await waitFor(() => expect(askedFor('GET /accounting/batches').at(-1)?.query.get('status')).toBe('draft'))
  })

  it('invites to make one where there are none', async () => {
    await show(<BatchesPage />, { answers: { 'GET /accounting/batches': page([]) } })
    expect(await screen.findByText('No batches yet')).toBeTruthy()
    expect(screen.getAllByRole('link', { name: 'New batch' })[0]?.getAttribute('href')).toBe(
      '/accounting/batches/new',
    )
  })
})

describe('a new batch', () => {
  it('ticks what can go along, and keeps exactly what is ticked, with one key', async () => {
    const user = userEvent.setup()
    const { askedFor, container, place } = await show(<NewBatchPage />, {
      path: '/accounting/batches/new?from=2026-03-01',
      answers: {
        'POST /accounting/connections/:connectionId/batches/preview': judged,
        'POST /accounting/connections/:connectionId/batches': batch(),
      },
    })
    expect(await screen.findByText('Item for Firewall appliance')).toBeTruthy()
    const preview = askedFor('POST /accounting/connections/:connectionId/batches/preview')[0]
    expect(preview?.body).toEqual({ from: '2026-03-01' })
    await expectNoViolations(container)
    expect(screen.getByText('2 of 3 chosen')).toBeTruthy()
    await user.click(screen.getByRole('checkbox', { name: 'Take INV-1002 along' }))
    await user.click(screen.getByRole('button', { name: 'Keep 1 document as draft' }))
    await waitFor(() => expect(place()).toBe(`/accounting/batches/${id(9)}`))
    const [kept] = askedFor('POST /accounting/connections/:connectionId/batches')
    expect(kept?.body).toEqual({ from: '2026-03-01', documentIds: [id(101)] })
    expect(kept?.idempotencyKey).not.toBeNull()
  })

  it('says where to connect when no company is connected', async () => {
    await show(<NewBatchPage />, {
      answers: { 'GET /accounting/connections': { items: [], offers: [], redirectUri: '' } },
    })
    expect(await screen.findByText('No company is connected')).toBeTruthy()
  })
})

describe('a batch', () => {
  const shown = <BatchPage params={{ batchId: id(9) }} />
  const forDraft = {
    'GET /accounting/batches/:batchId': batch(),
    'GET /accounting/batches/:batchId/documents': judged,
  }

  it('that is a draft says what delivering will do before it does', async () => {
    const user = userEvent.setup()
    const delivery = {
      queued: 2,
      joined: 0,
      elsewhere: 0,
      alreadyThere: 1,
      excluded: 0,
      closedPeriod: 0,
      otherCurrency: 0,
      taxesApart: 0,
      gone: 0,
    }
    const { askedFor, container } = await show(shown, {
      answers: {
        ...forDraft,
        'POST /accounting/batches/:batchId/deliver': batch({ status: 'delivering', version: 2, delivery }),
      },
    })
    expect(await screen.findByText('INV-1003')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Deliver…' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(await dialog.findByText('1 document goes to Harbor Books.')).toBeTruthy()
    expect(dialog.getByText('1 waits until what is missing is mapped, then goes out by itself.')).toBeTruthy()
    expect(dialog.getByText('1 is in Harbor Books already and stays as it is.')).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Deliver 3 documents' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/batches/:batchId/deliver')[0]?.body).toEqual({ version: 1 }),
    )
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })

  it('that somebody else changed says so, and is read anew', async () => {
    const user = userEvent.setup()
    const { askedFor } = await show(shown, {
      answers: {
        ...forDraft,
        'POST /accounting/batches/:batchId/deliver': refusal(409, 'accounting-batch-changed'),
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Deliver…' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await dialog.findByText('1 document goes to Harbor Books.')
    const before = askedFor('GET /accounting/batches/:batchId').length
    await user.click(dialog.getByRole('button', { name: 'Deliver 3 documents' }))
    expect(await dialog.findByText(/Somebody changed this batch since you opened it/)).toBeTruthy()
    await waitFor(() => expect(askedFor('GET /accounting/batches/:batchId').length).toBeGreaterThan(before))
  })

  it('on its way shows how far it is, and what was refused with its remedy', async () => {
    const user = userEvent.setup()
    const lines = { pending: 1, in_progress: 0, done: 1, failed: 1, skipped: 0 }
    const { askedFor, container } = await show(shown, {
      answers: {
        'GET /accounting/batches/:batchId': batch({ status: 'delivering', version: 2, lines }),
        'GET /accounting/transactions': page([
          line(1),
          line(2, { status: 'failed', errorCode: 'duplicate_number' }),
          line(3, { status: 'pending', waitReason: 'unmapped' }),
        ]),
        'POST /accounting/operations/retry': { retried: 1 },
        'POST /accounting/batches/:batchId/cancel': {
          ...batch({ status: 'cancelled' }),
          takenBack: 2,
          givenBack: 0,
        },
      },
    })
    expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('2')
    expect(screen.getByText('1 sent · 1 waiting · 1 needs attention')).toBeTruthy()
    const list = within(await screen.findByRole('table', { name: 'Documents' }))
    expect(await list.findByText('mapping missing')).toBeTruthy()
    expect(list.getByRole('link', { name: /INV-1002/ }).getAttribute('href')).toBe(
      `/accounting/transactions?batch=${id(9)}&open=${id(502)}`,
    )
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Try the refused one again' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/operations/retry')[0]?.body).toEqual({ operationIds: [id(502)] }),
    )
    await user.click(screen.getByRole('button', { name: 'Cancel batch…' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText('2 documents that have not left are taken back.')).toBeTruthy()
    expect(dialog.getByText('1 is in Harbor Books and stays there.')).toBeTruthy()
    await user.type(dialog.getByRole('textbox'), 'wrong month')
    await user.click(dialog.getByRole('button', { name: 'Cancel the batch' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/batches/:batchId/cancel')[0]?.body).toEqual({
        version: 2,
        reason: 'wrong month',
      }),
    )
  })
})
