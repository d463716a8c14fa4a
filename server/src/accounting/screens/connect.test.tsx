import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { InvoiceListPage } from '../../screens/invoices/invoice-pages.tsx'
import { SettingsScreen } from '../../screens/settings/settings-screen.tsx'
import { TaskScreen } from '../../screens/inbox/task-screen.tsx'
import { page, refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { MspShell } from '../../web/msp-shell.tsx'
import { aCompany, anId, answersFor, OFFERS, REDIRECT, withSync } from './testing.ts'

const BEGIN = 'POST /accounting/consents'
const FINISH = 'POST /accounting/consents/finish'

async function show(shown: React.ReactElement, path: string, answers: Answers, permissions?: string[]) {
  const user = userEvent.setup()
  // jsdom goes to no other site, and says so at length.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const options = { path, answers, ...(permissions && { session: { permissions } }) }
  return { user, ...renderScreen(shown, await withSync(options)) }
}

const overview = (answers: Answers, permissions?: string[]) =>
  show(<SettingsScreen slug="accounting" />, '/settings/accounting', answers, permissions)

describe('before anything is connected', () => {
  it('one button leads to the consent page, and back to here', async () => {
    const { user, askedFor, container } = await overview({
      ...answersFor([]),
      [BEGIN]: { authorizeUrl: 'http://desk.test/connect' },
    })
    expect(await screen.findByText(/Nothing goes out before you have chosen the first day/)).toBeTruthy()
    expect(screen.queryByRole('combobox', { name: 'Where the company is' })).toBeNull()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Connect to QuickBooks' }))
    await waitFor(() =>
      expect(askedFor(BEGIN)[0]?.body).toEqual({
        environment: 'sandbox',
        app: 'platform',
        returnTo: '/settings/accounting',
      }),
    )
  })

  it('asks where the company is only if there is a choice', async () => {
    const offers = [...OFFERS, { environment: 'production', apps: ['own'] }]
    const { user } = await overview({
      ...answersFor([]),
      'GET /accounting/connections': { items: [], offers, redirectUri: REDIRECT },
    })
    await user.selectOptions(await screen.findByLabelText('Where the company is'), 'QuickBooks Online')
    // There the installation has no app, so that the own one is the only way.
    expect(screen.queryByRole('button', { name: 'Connect to QuickBooks' })).toBeNull()
    expect(await screen.findByLabelText(/Client secret/)).toBeTruthy()
  })

  it('takes an app of one’s own behind a disclosure, and never shows its secret', async () => {
    let known: string | null = null
    const { user, askedFor, container } = await overview({
      ...answersFor([]),
      'GET /accounting/apps/:environment': () => ({ clientId: known }),
      'PUT /accounting/apps/:environment': ({ body }: { body: { clientId: string } }) => {
        known = body.clientId
        return { clientId: known }
      },
    })
    await user.click(await screen.findByText('Connect with an app of your own'))
    expect(await screen.findByLabelText(/Redirect address/)).toHaveProperty('value', REDIRECT)
    await user.click(screen.getByRole('button', { name: 'Save app' }))
    expect(screen.getAllByText('This is needed.')).toHaveLength(2)
    await user.type(screen.getByLabelText(/Client ID/), 'ours')
    await user.type(screen.getByLabelText(/Client secret/), 'hush')
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Save app' }))
    expect(await screen.findByRole('button', { name: 'Connect with your app' })).toBeTruthy()
    expect(askedFor('PUT /accounting/apps/:environment')[0]?.body).toEqual({
      clientId: 'ours',
      clientSecret: 'hush',
    })
    expect(container.innerHTML).not.toContain('hush')
  })

  it('says of a company that was let go what is kept for it', async () => {
    const gone = aCompany({ status: 'disconnected', disconnectedAt: '2026-03-10T12:00:00.000Z' })
    await overview(answersFor([gone]))
    expect(await screen.findByText('Connect Harbor Books again')).toBeTruthy()
    expect(screen.getByText(/was disconnected on/).textContent).toContain('on Mar 10, 2026. What was linked')
  })

  it('is shown, but off, to whoever may not connect', async () => {
    await overview(answersFor([]), ['billing_settings:read'])
    const button = await screen.findByRole('button', { name: 'Connect to QuickBooks' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
  })
})

describe('the way back from consent', () => {
  const PATH = '/settings/accounting/connected?state=one&code=two&realmId=9130'
  const back = (end: unknown, more: Answers = {}) =>
    show(<SettingsScreen slug="accounting/connected" />, PATH, { ...answersFor([]), [FINISH]: end, ...more })

  it('takes the code out of the address, hands it over once, and ends where it began', async () => {
    const end = { kind: 'connected', connectionId: anId(7), company: 'Harbor Books', returnTo: '/invoices' }
    const { askedFor, place } = await back(end)
    await waitFor(() => expect(place()).toBe('/invoices'))
    expect(askedFor(FINISH)).toHaveLength(1)
    expect(askedFor(FINISH)[0]?.body.callbackUrl).toMatch(/connected\?state=one&code=two&realmId=9130$/)
  })

  it('has cleaned its address before it asks', async () => {
    let there = ''
    const { container } = await back(() => {
      there = window.location.search
      return { kind: 'refused', reason: 'denied', returnTo: null }
    })
    expect(await screen.findByText('QuickBooks was not connected')).toBeTruthy()
    expect(there).toBe('')
    await expectNoViolations(container)
  })

  it.each([
    ['state', 'This way back is no longer good'],
    ['not_taken', 'QuickBooks did not accept the consent'],
    ['held_elsewhere', 'This company is connected elsewhere'],
    ['no_answer', 'QuickBooks did not answer'],
  ])('says in plain words what was refused (%s), and leads on', async (reason, title) => {
    const { user, place } = await back({ kind: 'refused', reason, returnTo: '/payments' })
    expect(await screen.findByText(title)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Back to where you were' }))
    expect(place()).toBe('/payments')
  })

  it('names both companies when another was chosen, and connects nothing before it is confirmed', async () => {
    const met = {
      kind: 'other_company',
      confirmation: 'sealed',
      company: 'Harbor Holding',
      before: 'Harbor Books',
      returnTo: '/settings/accounting',
    }
    const CONFIRM = 'POST /accounting/consents/confirm'
    const end = { kind: 'connected', connectionId: anId(8), company: 'Harbor Holding', returnTo: '/invoices' }
    const { user, askedFor, container, place } = await back(met, { [CONFIRM]: end })
    expect(await screen.findByText('Harbor Holding instead of Harbor Books?')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Leave Harbor Books as it is' })).toBeTruthy()
    expect(askedFor(CONFIRM)).toEqual([])
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Connect Harbor Holding' }))
    await waitFor(() => expect(place()).toBe('/invoices'))
    expect(askedFor(CONFIRM)[0]?.body).toEqual({ confirmation: 'sealed' })
  })

  it('says it when the server did not answer', async () => {
    await back(refusal(500, 'unexpected'))
    expect(await screen.findByText('That did not work')).toBeTruthy()
  })
})

describe('above the pages of billing', () => {
  const waiting = [
    { reason: 'not_connected', operations: 12, money: [], oldestAt: '2026-03-14T12:00:00.000Z' },
  ]
  const billing: Answers = { 'GET /invoices': page([]), 'GET /invoices/counts': {} }
  const onInvoices = (items: Parameters<typeof answersFor>[0], more: Answers = {}) =>
    show(
      <MspShell>
        <InvoiceListPage />
      </MspShell>,
      '/invoices?status=overdue',
      { ...answersFor(items, { waiting }), ...billing, ...more },
    )

  it('says while a company is expired how much waits, and reconnects from there', async () => {
    const { user, askedFor } = await onInvoices([aCompany({ status: 'expired' })], {
      [BEGIN]: { authorizeUrl: 'http://desk.test/connect' },
    })
    const banner = within(await screen.findByRole('alert'))
    expect(await banner.findByText('12 documents wait, nothing is lost.')).toBeTruthy()
    await user.click(banner.getByRole('button', { name: 'Reconnect' }))
    await waitFor(() =>
      expect(askedFor(BEGIN)[0]?.body).toMatchObject({ returnTo: '/invoices?status=overdue' }),
    )
  })

  it('says quietly that it is paused', async () => {
    await onInvoices([
      aCompany({ paused: { reason: 'closing March', at: '2026-03-15T11:00:00.000Z', byName: null } }),
    ])
    expect(await screen.findByText(/closing March. 12 documents wait/)).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it.each([
    ['all is well', [aCompany()]],
    ['nothing is connected', []],
  ])('says nothing while %s', async (_when, items) => {
    const { askedFor } = await onInvoices(items)
    await waitFor(() => expect(askedFor('GET /accounting/connections').length).toBeGreaterThan(0))
    expect(screen.queryByText(/nothing is lost/)).toBeNull()
  })
})

it('the task of an expired connection has the way out inside it', async () => {
  const words = (part: string) => ({
    messageKey: `inbox.accounting_connection_expired.${part}`,
    params: { company: 'Harbor Books' },
  })
  const task: TaskDetail = {
    taskId: anId(50),
    kind: 'accounting_connection_expired',
    definitionId: null,
    title: words('title'),
    description: words('description'),
    money: null,
    priority: 'urgent',
    status: 'open',
    dueAt: null,
    overdue: false,
    snoozedUntil: null,
    occurrences: 1,
    raisedAt: '2026-03-14T09:00:00Z',
    lastRaisedAt: '2026-03-14T09:00:00Z',
    assignees: [],
    claimedBy: null,
    claimedAt: null,
    completedBy: null,
    completedAt: null,
    context: { connectionId: anId(7) },
    actions: [],
    history: [],
    resolution: null,
    response: null,
  }
  const { user, askedFor } = await show(<TaskScreen taskId={anId(50)} />, `/inbox/${anId(50)}`, {
    ...answersFor([aCompany({ status: 'expired' })]),
    'GET /inbox/tasks/:taskId': task,
    [BEGIN]: { authorizeUrl: 'http://desk.test/connect' },
  })
  await user.click(await screen.findByRole('button', { name: 'Reconnect Harbor Books' }))
  await waitFor(() => expect(askedFor(BEGIN)[0]?.body).toMatchObject({ returnTo: `/inbox/${anId(50)}` }))
})
