import type { ConnectionView } from '@tieout/accounting-sync/contract'
import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SettingsScreen } from '../../screens/settings/settings-screen.tsx'
import { refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { aCompany, anId, answersFor, withSync } from './testing.ts'

const SETTINGS = 'PATCH /accounting/connections/:connectionId/settings'

async function show(company: Partial<ConnectionView> = {}, answers: Answers = {}, permissions?: string[]) {
  const user = userEvent.setup()
  const options = {
    path: '/settings/accounting',
    answers: { ...answersFor([aCompany(company)]), [SETTINGS]: aCompany(company), ...answers },
    ...(permissions && { session: { permissions } }),
  }
  return { user, ...renderScreen(<SettingsScreen slug="accounting" />, await withSync(options)) }
}

const notLive = { ...aCompany().settings, autoSync: false, goLiveDate: null }

describe('going live', () => {
  it('says exactly what will happen before anything is switched on', async () => {
    const { user, askedFor } = await show({ settings: notLive })
    await user.click(await screen.findByRole('button', { name: 'Choose the first day…' }))
    const dialog = within(await screen.findByRole('dialog'))
    const day = dialog.getByLabelText('First day')
    await user.clear(day)
    await user.type(day, '2026-04-01')
    expect(dialog.getByText(/dated on or after Apr 1, 2026 go to Harbor Books by themselves/)).toBeTruthy()
    expect(dialog.getByText(/^Older ones stay here/)).toBeTruthy()
    await expectNoViolations()
    expect(askedFor(SETTINGS)).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Go live from Apr 1, 2026' }))
    await waitFor(() =>
      expect(askedFor(SETTINGS)[0]?.body).toEqual({ autoSync: true, goLiveDate: '2026-04-01' }),
    )
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('is switched off at once, and on again only after saying what happens', async () => {
    const { user, askedFor } = await show()
    await user.click(await screen.findByRole('switch', { name: 'Send documents by themselves' }))
    await waitFor(() => expect(askedFor(SETTINGS)[0]?.body).toEqual({ autoSync: false }))
  })

  it('asks before it is switched on again', async () => {
    const { user, askedFor } = await show({ settings: { ...aCompany().settings, autoSync: false } })
    await user.click(await screen.findByRole('switch', { name: 'Send documents by themselves' }))
    expect(await screen.findByRole('dialog')).toBeTruthy()
    expect(askedFor(SETTINGS)).toEqual([])
  })

  it('keeps the dialog open with the reason when it is refused', async () => {
    const { user } = await show({ settings: notLive }, { [SETTINGS]: refusal(409, 'accounting-no-go-live') })
    await user.click(await screen.findByRole('button', { name: 'Choose the first day…' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: /^Go live/ }))
    expect(await dialog.findByRole('alert')).toHaveProperty(
      'textContent',
      'Choose the first day from which documents go out.',
    )
  })
})

describe('choices', () => {
  it('change what is named and nothing beside it', async () => {
    const entries = {
      items: [
        {
          id: '5',
          name: 'Consulting',
          detail: '120',
          email: null,
          currency: null,
          group: null,
          takenBy: null,
          active: true,
        },
      ],
    }
    const { user, askedFor } = await show(
      {},
      { 'GET /accounting/connections/:connectionId/entries/:entries': entries },
    )
    await user.click(await screen.findByRole('switch', { name: 'Create customers that are missing' }))
    await waitFor(() => expect(askedFor(SETTINGS)[0]?.body).toEqual({ createCustomers: true }))
    const item = screen.getByRole('combobox', { name: 'Item for lines without a service' })
    expect(item).toHaveProperty('value', 'Services')
    await waitFor(() => expect(item.matches(':disabled')).toBe(false))
    await user.click(item)
    await user.click(await screen.findByRole('option', { name: /Consulting/ }))
    await waitFor(() => expect(askedFor(SETTINGS)[1]?.body).toEqual({ fallbackItemId: '5' }))
  })

  it('are shown but fixed for whoever may only watch', async () => {
    const { container } = await show({}, {}, ['billing_settings:read', 'invoice:read'])
    expect(
      (await screen.findByRole('switch', { name: 'Create customers that are missing' })).matches(':disabled'),
    ).toBe(true)
    const off = screen.getByRole('button', { name: 'Disconnect…' })
    expect(off.getAttribute('aria-disabled')).toBe('true')
    await expectNoViolations(container)
  })
})

describe('pausing', () => {
  it('takes a reason, and says what waits and what arrives', async () => {
    const { user, askedFor } = await show(
      {},
      { 'POST /accounting/connections/:connectionId/pause': aCompany() },
    )
    await user.click(await screen.findByRole('button', { name: 'Pause…' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Pause sending to Harbor Books?' }))
    expect(dialog.getByText('What is on its way arrives.')).toBeTruthy()
    await user.type(dialog.getByRole('textbox'), 'closing March')
    await user.click(dialog.getByRole('button', { name: 'Pause' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/connections/:connectionId/pause')[0]?.body).toEqual({
        reason: 'closing March',
      }),
    )
  })

  it('shows who paused it, when and why, and goes on', async () => {
    const paused = { reason: 'closing March', at: '2026-03-15T11:00:00.000Z', byName: 'Ruth Kerr' }
    const { user, askedFor, container } = await show(
      { paused },
      { 'POST /accounting/connections/:connectionId/resume': aCompany() },
    )
    expect(await screen.findByText('closing March')).toBeTruthy()
    expect(screen.getByText(/Ruth Kerr/).textContent).toBe('Ruth Kerr, 1 hour ago')
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Resume' }))
    await waitFor(() => expect(askedFor('POST /accounting/connections/:connectionId/resume')).toHaveLength(1))
  })
})

describe('the company', () => {
  it('says what it said about itself, and is read again', async () => {
    const { user, askedFor } = await show(
      {},
      { 'POST /accounting/connections/:connectionId/refresh': { asked: true } },
    )
    const card = within(await screen.findByRole('region', { name: 'Harbor Books' }))
    for (const fact of ['United States', 'USD', 'As marked on the lines', 'Ours are kept', 'Jan 31, 2026']) {
      expect(card.getByText(fact)).toBeTruthy()
    }
    expect(card.getByRole('link', { name: 'Open Harbor Books' }).getAttribute('href')).toBe(
      'http://desk.test/desk/9130',
    )
    await user.click(card.getByRole('button', { name: 'Read again' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/connections/:connectionId/refresh')).toHaveLength(1),
    )
  })

  it('is let go only after it was said what stays', async () => {
    const { user, askedFor } = await show(
      {},
      {
        'POST /accounting/connections/:connectionId/disconnect': { kind: 'disconnected' },
      },
    )
    await user.click(await screen.findByRole('button', { name: 'Disconnect…' }))
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Disconnect Harbor Books?' }))
    expect(dialog.getByText(/^All links stay/)).toBeTruthy()
    expect(askedFor('POST /accounting/connections/:connectionId/disconnect')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Disconnect Harbor Books' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/connections/:connectionId/disconnect')).toHaveLength(1),
    )
  })

  it('is one of several: another is shown, or meant', async () => {
    const other = aCompany({
      connectionId: anId(8),
      isDefault: false,
      company: { ...aCompany().company, name: 'Harbor Holding' },
    })
    const { user, askedFor, place } = await show(
      {},
      {
        'GET /accounting/connections': {
          ...answersFor([])['GET /accounting/connections'],
          items: [aCompany(), other],
        },
        'POST /accounting/connections/:connectionId/default': { connectionId: anId(8) },
      },
    )
    await user.click(await screen.findByRole('button', { name: 'Make default: Harbor Holding' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/connections/:connectionId/default')[0]?.params.connectionId).toBe(
        anId(8),
      ),
    )
    await user.click(screen.getByRole('button', { name: 'Show: Harbor Holding' }))
    expect(place()).toBe(`/settings/accounting?company=${anId(8)}`)
    expect(await screen.findByRole('region', { name: 'Harbor Holding' })).toBeTruthy()
  })
})
