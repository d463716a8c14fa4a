import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, refusal, renderScreen, type ScreenOptions } from '../../testing/render-screen.tsx'
import {
  COMPANY,
  ENTRIES,
  LINK,
  LIST,
  answer,
  answers,
  connection,
  idOf,
  plugged,
  row,
  there,
  ROWS,
} from '../testing/mapping-answers.ts'
import { MappingPage } from './mapping-page.tsx'

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

  it('leaves one client for its first export after saying what happens, and takes it back', async () => {
    const user = userEvent.setup()
    const LEAVE = 'POST /accounting/connections/:connectionId/first-exports'
    const BACK = `${LEAVE}/take-back`
    const left = row(5, 'Lantern Press', { tab: 'first_export' })
    const { askedFor, container } = await show('client', {
      answers: {
        ...answers,
        [LIST]: answer([...ROWS, left]),
        [LEAVE]: { released: 2 },
        [BACK]: { takenBack: true },
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Actions for Quarry Hill Dental' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Leave for first export' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText(/Other clients stay as they are/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Leave for first export' }))
    await waitFor(() => expect(askedFor(LEAVE)[0]?.body).toEqual({ clientId: idOf(2) }))
    expect(screen.getByText('Created with its first document')).toBeTruthy()
    await user.click(await screen.findByRole('button', { name: 'Actions for Lantern Press' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Wait for me again' }))
    const back = within(await screen.findByRole('alertdialog'))
    await user.click(back.getByRole('button', { name: 'Wait for me again' }))
    await waitFor(() => expect(askedFor(BACK)[0]?.body).toEqual({ clientId: idOf(5) }))
    await expectNoViolations(container)
  })

  it('offers no choice for one client where all get a customer by themselves, and says so', async () => {
    const user = userEvent.setup()
    const known = connection()
    const items = [{ ...known, settings: { ...known.settings, createCustomers: true } }]
    await show('client', {
      answers: { ...answers, 'GET /accounting/connections': { items, offers: [], redirectUri: '' } },
    })
    await user.click(await screen.findByRole('button', { name: 'Actions for Quarry Hill Dental' }))
    const item = await screen.findByRole('menuitem', { name: /Leave for first export/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toContain('Every client gets a customer with its first document already.')
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

  it('has taxes mapped to groups of rates where the company reckons by them', async () => {
    const { container } = await show('tax', {
      path: '/accounting/mapping/tax',
      answers: { ...answers, [LIST]: answer(ROWS, { lineTax: 'group' }) },
    })
    expect(await screen.findByText(/by one group of rates for each document/)).toBeTruthy()
    expect(screen.getByRole('table')).toBeTruthy()
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
