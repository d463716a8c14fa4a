import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Locale } from '../../i18n/locales.ts'
import { TaskScreen } from '../../screens/inbox/task-screen.tsx'
import { page, refusal, renderScreen, type ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'
import { AccountingClientPanel } from './client-panel.tsx'
import { MappingPage } from './mapping-page.tsx'

const C = '11111111-1111-4111-8111-000000000001'
const idOf = (n: number) => `22222222-2222-4222-8222-00000000000${n}`
const COMPANY = 'Harbor Lane Books'

const connection = (changes: object = {}) => ({
  connectionId: C,
  adapterType: 'qbo',
  realm: '9130',
  environment: 'sandbox',
  app: 'platform',
  status: 'connected',
  isDefault: true,
  company: {
    name: COMPANY,
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: false,
    numbersItself: false,
    usesSalesTax: true,
    automatedSalesTax: false,
    autoAppliesCredits: false,
    booksClosedThrough: null,
  },
  companyReadAt: '2026-03-15T11:00:00Z',
  settings: {
    autoSync: true,
    goLiveDate: '2026-01-01',
    createCustomers: false,
    fallbackItem: null,
    depositAccount: null,
  },
  paused: null,
  connectedAt: '2026-03-01T11:00:00Z',
  disconnectedAt: null,
  refreshExpiresAt: '2026-06-01T11:00:00Z',
  hardExpiresAt: null,
  downUntil: null,
  deepLink: null,
  ...changes,
})
const there = (externalId: string, name: string, changes: object = {}) => ({
  externalId,
  name,
  detail: null,
  email: null,
  currency: 'USD',
  active: true,
  deepLink: null,
  ...changes,
})
const row = (n: number, name: string, changes: object = {}) => ({
  entityId: idOf(n),
  name,
  detail: 'Portland, ME',
  email: null,
  currency: 'USD',
  active: true,
  tab: 'review',
  linked: null,
  suggestion: null,
  candidates: 0,
  holdsUp: null,
  excludedBecause: null,
  ...changes,
})
const ROWS = [
  row(1, 'Cedar Clinic', {
    tab: 'suggested',
    suggestion: { ...there('901', 'Cedar Clinic'), reasons: ['same_name', 'same_email'] },
    candidates: 1,
    holdsUp: { operations: 12, money: [{ amountMinor: 412_000, currency: 'USD' }] },
  }),
  row(2, 'Quarry Hill Dental'),
  row(3, 'Osprey Logistics', { tab: 'mapped', linked: there('7', 'Osprey', { active: false }) }),
  row(4, 'Old Mill Brewing', { tab: 'ignored', excludedBecause: 'a barter deal' }),
]
const answer = (items: object[] = ROWS, more: object = {}) => ({
  ...page(items),
  counts: { suggested: 1, review: 1, mapped: 1, ignored: 1 },
  exact: [idOf(1)],
  catalogue: { active: 40, readAt: '2026-03-15T11:00:00Z' },
  lineTax: null,
  ...more,
})
const LIST = 'GET /accounting/connections/:connectionId/mapping/:kind'
const ENTRIES = 'GET /accounting/connections/:connectionId/entries/:entries'
const LINK = 'POST /accounting/connections/:connectionId/mapping/:kind/link'
const HELD = 'GET /accounting/connections/:connectionId/mapping/:kind/held'
const answers = {
  'GET /accounting/connections': { items: [connection()], offers: [], redirectUri: '' },
  [LIST]: answer(),
  [ENTRIES]: { items: [] },
}

const plugged = async (options: ScreenOptions = {}): Promise<ScreenOptions> => ({
  plugins: [accountingScreens],
  pluginWords: await accountingScreens.messages((options.locale ?? 'en') as Locale),
  path: '/accounting/mapping/client',
  ...options,
  session: { features: ['accounting_sync'], ...options.session },
})
const show = async (kind = 'client', options: ScreenOptions = {}) =>
  renderScreen(<MappingPage params={{ kind }} />, await plugged({ answers, ...options }))

// Everything of a table is drawn at once, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 5_000 })

describe('the mapping of customers', () => {
  it('shows ours against theirs, why one is suggested, and what waits meanwhile', async () => {
    const { container } = await show()
    await screen.findByText('Quarry Hill Dental')
    expect(screen.getAllByText('Same name')).toHaveLength(1)
    expect(screen.getByText('Same e-mail')).toBeTruthy()
    expect(
      screen.getByRole('button', { name: /12 documents wait for Cedar Clinic: \$4,120\.00/ }),
    ).toBeTruthy()
    expect(screen.getByText(`Inactive in ${COMPANY}`)).toBeTruthy()
    expect(screen.getByText('a barter deal')).toBeTruthy()
    expect(screen.getByRole('radio', { name: /Suggested\s*1/ })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('links what is suggested with one press, and says what that set free', async () => {
    const user = userEvent.setup()
    const { askedFor } = await show('client', { answers: { ...answers, [LINK]: { released: 12 } } })
    await user.click(await screen.findByRole('button', { name: 'Link Cedar Clinic to Cedar Clinic' }))
    await waitFor(() =>
      expect(askedFor(LINK)[0]).toMatchObject({
        params: { kind: 'client' },
        body: { entityId: idOf(1), externalId: '901' },
      }),
    )
    // What it changed is read anew.
    await waitFor(() => expect(askedFor(LIST).length).toBeGreaterThan(1))
  })

  it('finds another by searching in the currency of the client, and will not take what is taken', async () => {
    const user = userEvent.setup()
    const items = [
      { ...there('5', 'Quarry Dental'), id: '5', group: null, takenBy: null },
      { ...there('6', 'Quarry Hill'), id: '6', group: null, takenBy: 'Lantern Press' },
    ]
    const { askedFor } = await show('client', {
      answers: { ...answers, [ENTRIES]: { items }, [LINK]: refusal(409, 'accounting-entry-taken') },
    })
    const box = await screen.findByRole('combobox', { name: `What Quarry Hill Dental is in ${COMPANY}` })
    await user.click(box)
    await user.type(box, 'quarry')
    await user.click(await screen.findByRole('option', { name: /Quarry Hill.*Linked to Lantern Press/ }))
    expect(askedFor(ENTRIES).at(-1)?.query.get('currency')).toBe('USD')
    const link = screen.getByRole('button', { name: 'Link Quarry Hill Dental to Quarry Hill' })
    expect(link.getAttribute('aria-disabled')).toBe('true')
    await user.click(box)
    await user.click(await screen.findByRole('option', { name: /Quarry Dental/ }))
    await user.click(screen.getByRole('button', { name: 'Link Quarry Hill Dental to Quarry Dental' }))
    expect((await screen.findByRole('alert')).textContent).toContain('linked to another client already')
  })

  it('accepts the exact ones together, after saying how many', async () => {
    const user = userEvent.setup()
    const ACCEPT = 'POST /accounting/connections/:connectionId/mapping/:kind/accept'
    const { askedFor } = await show('client', {
      answers: { ...answers, [ACCEPT]: { linked: 1, released: 12, left: [] } },
    })
    await user.click(await screen.findByRole('button', { name: 'Accept 1 exact match' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(askedFor(ACCEPT)).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Accept 1 exact match' }))
    await waitFor(() => expect(askedFor(ACCEPT)[0]?.body).toEqual({ entityIds: [idOf(1)] }))
  })

  it('keeps the filters in the address', async () => {
    const user = userEvent.setup()
    const { askedFor, place } = await show('client', { path: '/accounting/mapping/client?search=cedar' })
    await screen.findByText('Quarry Hill Dental')
    expect(askedFor(LIST)[0]?.query.get('search')).toBe('cedar')
    await user.click(screen.getByRole('radio', { name: /Mapped/ }))
    expect(place()).toBe('/accounting/mapping/client?tab=mapped&search=cedar')
    await waitFor(() => expect(askedFor(LIST).at(-1)?.query.get('tab')).toBe('mapped'))
  })

  it('lets those look on who may not change anything, and says why', async () => {
    const session = { permissions: ['billing_settings:read'] }
    const { container } = await show('client', { session })
    const link = await screen.findByRole('button', { name: 'Link Cedar Clinic to Cedar Clinic' })
    expect(link.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getAllByText('Your role does not allow changing this.').length).toBeGreaterThan(0)
    await expectNoViolations(container)
  })

  it('creates a customer now, and says in words why that is refused', async () => {
    const user = userEvent.setup()
    const CREATE = 'POST /accounting/connections/:connectionId/customers'
    const { askedFor } = await show('client', {
      answers: { ...answers, [CREATE]: { kind: 'refused', code: 'duplicate_name', detail: '6240' } },
    })
    await user.click(await screen.findByRole('button', { name: `Create Quarry Hill Dental in ${COMPANY}` }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.click(dialog.getByRole('button', { name: `Create in ${COMPANY}` }))
    await waitFor(() => expect(askedFor(CREATE)[0]?.body).toEqual({ clientId: idOf(2) }))
    expect(await dialog.findByText(/have the name Quarry Hill Dental/)).toBeTruthy()
    expect(dialog.queryByText(/6240/)).toBeNull()
  })

  it('unlinks after saying what that means for later documents', async () => {
    const user = userEvent.setup()
    const UNLINK = 'POST /accounting/connections/:connectionId/mapping/:kind/unlink'
    const { askedFor } = await show('client', { answers: { ...answers, [UNLINK]: { unlinked: true } } })
    await user.click(await screen.findByRole('button', { name: 'Actions for Osprey Logistics' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Unlink' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText(/Later documents with Osprey Logistics wait/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Unlink' }))
    await waitFor(() => expect(askedFor(UNLINK)[0]?.body).toEqual({ entityId: idOf(3) }))
  })
})

describe('the other kinds', () => {
  it('asks nothing about taxes where a line is just taxable or not', async () => {
    const { container } = await show('tax', {
      path: '/accounting/mapping/tax',
      answers: { ...answers, [LIST]: answer([], { lineTax: 'flag' }) },
    })
    expect(await screen.findByText(/a line is simply taxable or not/)).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
    await expectNoViolations(container)
  })

  it('names lines without a service, and has a way to read lists that were not read yet', async () => {
    const user = userEvent.setup()
    const REFRESH = 'POST /accounting/connections/:connectionId/refresh'
    const { askedFor } = await show('service', {
      path: '/accounting/mapping/service',
      answers: {
        ...answers,
        [LIST]: answer([row(5, '', { entityId: 'none', detail: null, currency: null })], {
          catalogue: null,
          exact: [],
        }),
        [REFRESH]: { asked: true },
      },
    })
    expect(await screen.findByText('Lines without a service')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    await waitFor(() => expect(askedFor(REFRESH)).toHaveLength(1))
    expect(await screen.findByText('Reading the lists…')).toBeTruthy()
  })

  it('lists what is left out, and takes it back in', async () => {
    const user = userEvent.setup()
    const BACK = 'POST /accounting/exclusions/take-back'
    const out = {
      entityType: 'client',
      entityId: idOf(4),
      name: 'Old Mill Brewing',
      reason: 'a barter deal',
      byName: 'Ada Lovelace',
      at: '2026-03-14T12:00:00Z',
    }
    const { askedFor, container } = await show('kept-out', {
      path: '/accounting/mapping/kept-out',
      answers: { ...answers, 'GET /accounting/exclusions': page([out]), [BACK]: { released: 3 } },
    })
    await expectNoViolations(container)
    await user.click(await screen.findByRole('button', { name: 'Take Old Mill Brewing back in' }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Take back in' }),
    )
    await waitFor(() => expect(askedFor(BACK)[0]?.body).toEqual({ entityType: 'client', entityId: idOf(4) }))
  })

  it('leads to the settings while nothing is connected', async () => {
    await show('client', {
      answers: { 'GET /accounting/connections': { items: [], offers: [], redirectUri: '' } },
    })
    const link = await screen.findByRole('link', { name: 'To the settings' })
    expect(link.getAttribute('href')).toBe('/settings/accounting')
  })
})

const task = (kind: string, changes: object) => ({
  taskId: idOf(9),
  kind,
  definitionId: null,
  money: { minor: 412_000, currency: 'USD' },
  priority: 'normal',
  status: 'open',
  dueAt: null,
  overdue: false,
  snoozedUntil: null,
  occurrences: 1,
  raisedAt: '2026-03-15T10:00:00Z',
  lastRaisedAt: '2026-03-15T10:00:00Z',
  assignees: [],
  claimedBy: null,
  claimedAt: null,
  completedBy: null,
  completedAt: null,
  history: [],
  resolution: null,
  response: null,
  ...changes,
})
const action = (
  kind: string,
  name: string,
  tone: string,
  properties: object,
  effect: object | null = null,
) => ({
  name,
  labelKey: `inbox.${kind}.${name}`,
  tone,
  input: { type: 'object', properties, required: Object.keys(properties) },
  allowed: true,
  reason: null,
  effect,
})

describe('a task about a client without a customer', () => {
  const kind = 'accounting_sync_customer_unlinked'
  const params = { documents: 12, company: COMPANY, which: 'named', name: 'Cedar Clinic' }
  const text = { type: 'string', minLength: 1, maxLength: 200 }
  const open = task(kind, {
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: {
      connectionId: C,
      cause: `client:${idOf(1)}`,
      entityId: idOf(1),
      currency: 'USD',
      realm: '9130',
    },
    actions: [
      action(
        kind,
        'map',
        'primary',
        { externalId: text },
        {
          messageKey: `inbox.${kind}.effects.map`,
          params: { documents: 12, others: 2, money: '$4,120.00' },
        },
      ),
      action(kind, 'leave_out', 'danger', { reason: text }),
    ],
  })
  const held = {
    documents: 52,
    alsoForOthers: 2,
    money: [{ amountMinor: 412_000, currency: 'USD' }],
    items: [
      {
        documentId: idOf(7),
        kind: 'invoice',
        number: 'INV-1042',
        issueDate: '2026-03-01',
        client: { id: idOf(1), name: 'Cedar Clinic' },
        amountMinor: 34_000,
        currency: 'USD',
      },
    ],
  }
  const RESOLVE = 'POST /inbox/tasks/:taskId/actions/:action'

  it('names it, says what pressing releases, shows what waits, and has the suggestion in its picker', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        path: `/inbox/${idOf(9)}`,
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          [LIST]: answer(ROWS.slice(0, 1)),
          [HELD]: held,
          [RESOLVE]: open,
        },
      }),
    )
    expect(
      await screen.findByRole('heading', { name: /Choose the customer for Cedar Clinic: 12 documents wait/ }),
    ).toBeTruthy()
    expect(
      screen.getByText(/Releases 12 documents, \$4,120\.00\. 2 documents go on waiting for something else\./),
    ).toBeTruthy()
    expect((await screen.findByRole('link', { name: /INV-1042/ })).getAttribute('href')).toBe(
      `/invoices/${idOf(7)}`,
    )
    expect(screen.getByRole('link', { name: 'and 51 more' })).toBeTruthy()
    // Nothing of the engine's own shows.
    expect(screen.queryByText('9130')).toBeNull()
    const picker = await screen.findByRole('combobox', { name: /Customer in QuickBooks/ })
    await waitFor(() => expect(picker.getAttribute('value')).toBe('Cedar Clinic'))
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Link Cedar Clinic to this customer' }))
    await waitFor(() => expect(askedFor(RESOLVE)[0]?.body).toEqual({ input: { externalId: '901' } }))
  })

  it('has the way to create the customer beside it', async () => {
    const user = userEvent.setup()
    const CREATE = 'POST /accounting/connections/:connectionId/customers'
    const { askedFor } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          [LIST]: answer(ROWS.slice(0, 1)),
          [HELD]: held,
          [CREATE]: { kind: 'created', externalId: '99', released: 12 },
        },
      }),
    )
    await user.click(await screen.findByRole('button', { name: `Create in ${COMPANY} now` }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', { name: `Create in ${COMPANY}` }),
    )
    await waitFor(() => expect(askedFor(CREATE)[0]?.body).toEqual({ clientId: idOf(1) }))
  })

  it('says afterwards what it did', async () => {
    const done = {
      ...open,
      status: 'done',
      completedAt: '2026-03-15T11:00:00Z',
      completedBy: { userId: idOf(8), displayName: 'Bill' },
      resolution: 'map',
      response: { externalId: '901', released: 12 },
    }
    renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': done,
          [HELD]: { documents: 0, alsoForOthers: 0, money: [], items: [] },
        },
      }),
    )
    expect(await screen.findByText('12 documents went on their way.')).toBeTruthy()
    expect(await screen.findByText('Nothing waits for this any more.')).toBeTruthy()
  })
})

describe('a task about a refused document', () => {
  const kind = 'accounting_sync_export_error'
  const params = {
    number: 'INV-1042',
    clientName: 'Cedar Clinic',
    company: COMPANY,
    code: 'reference_inactive',
  }
  const open = task(kind, {
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: {
      connectionId: C,
      entityId: idOf(7),
      code: 'reference_inactive',
      detail: 'Business Validation Error 610',
      trace: '1-abc',
    },
    actions: [action(kind, 'retry', 'primary', {})],
  })

  it('says what happened, why and what to do, and leads to the row that mends it', async () => {
    const { container } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          'GET /accounting/connections/:connectionId/named/:documentId': {
            items: [
              {
                kind: 'service',
                row: row(6, 'Firewall appliance', { linked: there('4', 'Firewall', { active: false }) }),
              },
            ],
          },
        },
      }),
    )
    expect(await screen.findByText('What to do')).toBeTruthy()
    const raw = screen.getByText('Business Validation Error 610').closest('details')
    expect(raw?.open).toBe(false)
    const way = await screen.findByRole('link', { name: 'Firewall appliance' })
    expect(way.getAttribute('href')).toBe('/accounting/mapping/service?search=Firewall+appliance')
    expect(screen.getByText(`Inactive in ${COMPANY}`)).toBeTruthy()
    await expectNoViolations(container)
  })
})

describe('a client’s own page', () => {
  const shown = <AccountingClientPanel clientId={idOf(3)} />

  it('says which customer it is, and offers what can be done', async () => {
    const { container } = renderScreen(
      shown,
      await plugged({ answers: { ...answers, [LIST]: answer([ROWS[2] ?? {}]) } }),
    )
    expect(await screen.findByText('Osprey')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Leave out' })).toBeTruthy()
    await expectNoViolations(container)
  })

  it.each([
    ['may not see how billing is set up', { permissions: ['client:read'] }, answers],
    ['has no company', {}, { 'GET /accounting/connections': { items: [], offers: [], redirectUri: '' } }],
  ])('says nothing to somebody who %s', async (_who, session, given) => {
    const { container, askedFor } = renderScreen(shown, await plugged({ answers: given, session }))
    await waitFor(() => expect(container.textContent).toBe(''))
    expect(askedFor(LIST)).toEqual([])
  })
})
