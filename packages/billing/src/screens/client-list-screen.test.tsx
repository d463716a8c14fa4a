import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { aClient, answerRequests, problem, renderScreen, type Sent } from '../testing/browser.tsx'
import { ClientListScreen } from './client-list-screen.tsx'

const counts = { active: 2, inactive: 1, all: 3 }
const listed = [
  aClient(),
  aClient({ clientId: '00000000-0000-4000-8000-000000000002', displayName: 'Birch', termsName: 'Net 10' }),
]

/** A server with two active clients and one inactive; `page` answers the list. */
const serve = (page: (sent: Sent) => object = () => ({ items: listed, nextCursor: null }), of = counts) =>
  answerRequests((sent) => ({ body: sent.path === '/clients/counts' ? of : page(sent) }))

const listRequests = (all: Sent[]) => all.filter((sent) => sent.method === 'GET' && sent.path === '/clients')
const lastAsked = (all: Sent[]) => Object.fromEntries(listRequests(all).at(-1)?.query ?? [])

describe('the list of clients', () => {
  it('shows who they are, and each leads to its page', async () => {
    serve()
    const { container } = renderScreen(<ClientListScreen />)
    const link = await screen.findByRole('link', { name: 'Aspen Dental' })
    expect(link.getAttribute('href')).toBe(`/clients/${listed[0]?.clientId}`)
    const row = within(link.closest('tr') as HTMLElement)
    for (const text of ['office@aspen.example', 'USD', 'Net 30', 'Denver', 'Active', '1 day ago']) {
      expect(row.getByText(text)).toBeTruthy()
    }
    expect(screen.getByText('Net 10')).toBeTruthy()
    expect(await screen.findByRole('radio', { name: /Inactive\s*1/ })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('is busy until it has them', async () => {
    let release = () => {}
    const held = new Promise<void>((open) => (release = open))
    answerRequests(async (sent) => {
      await held
      return { body: sent.path === '/clients/counts' ? counts : { items: listed, nextCursor: null } }
    })
    renderScreen(<ClientListScreen />)
    expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('true')
    release()
    await screen.findByText('Birch')
    expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('false')
  })

  it('asks the server for what is searched, filtered and sorted', async () => {
    const all = serve()
    const user = userEvent.setup()
    renderScreen(<ClientListScreen />)
    await screen.findByText('Birch')
    expect(lastAsked(all)).toEqual({ status: 'active', sort: 'name', direction: 'asc' })

    await user.keyboard('/')
    await user.keyboard('asp')
    await waitFor(() => expect(lastAsked(all).search).toBe('asp'))
    await user.click(screen.getByRole('radio', { name: /^All/ }))
    await user.click(screen.getByRole('button', { name: 'Last changed' }))
    await waitFor(() =>
      expect(lastAsked(all)).toEqual({ search: 'asp', status: 'all', sort: 'updated_at', direction: 'asc' }),
    )
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/clients.csv?search=asp&status=all&sort=updated_at&direction=asc',
    )
  })

  it('turns pages by the server’s cursor, and back', async () => {
    const all = serve(({ query }) =>
      query.has('cursor')
        ? { items: [aClient({ displayName: 'Zelkova' })], nextCursor: null }
        : { items: listed, nextCursor: 'next-one' },
    )
    const user = userEvent.setup()
    renderScreen(<ClientListScreen />)
    await screen.findByText('Birch')
    await user.click(screen.getByRole('button', { name: 'Next' }))
    await screen.findByText('Zelkova')
    expect(lastAsked(all).cursor).toBe('next-one')
    await user.click(screen.getByRole('button', { name: 'Previous' }))
    await screen.findByText('Birch')
    expect(screen.queryByText('Zelkova')).toBeNull()
  })

  it('says when there is nothing yet, and when nothing matches', async () => {
    serve(() => ({ items: [], nextCursor: null }), { active: 0, inactive: 0, all: 0 })
    const user = userEvent.setup()
    renderScreen(<ClientListScreen />)
    await screen.findByText('No clients yet')
    await user.type(screen.getByRole('searchbox'), 'qqq')
    await screen.findByText('No client begins with “qqq”')
    await user.click(within(screen.getByRole('table')).getByRole('button', { name: 'Clear the search' }))
    await screen.findByText('No clients yet')
  })

  it('says what went wrong, and tries again on request', async () => {
    let broken = true
    answerRequests((sent) => {
      if (sent.path === '/clients/counts') return { body: counts }
      return broken
        ? problem(500, 'internal', { requestId: 'req-7' })
        : { body: { items: listed, nextCursor: null } }
    })
    const user = userEvent.setup()
    renderScreen(<ClientListScreen />)
    await screen.findByText('The server says internal.')
    expect(screen.getByText('Request req-7')).toBeTruthy()
    broken = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('Birch')
  })
})

describe('creating a client', () => {
  const openForm = async () => {
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'New client' }))
    const dialog = within(await screen.findByRole('dialog'))
    return { user, dialog }
  }

  it('says why it is not offered to somebody without the right', async () => {
    serve()
    renderScreen(<ClientListScreen />, ['client:read'])
    const button = await screen.findByRole('button', {
      name: 'New client',
      description: 'Your role does not allow you to create clients.',
    })
    await userEvent.click(button)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('tells obvious mistakes before anything is sent', async () => {
    const all = serve()
    renderScreen(<ClientListScreen />)
    const { user, dialog } = await openForm()
    await user.type(dialog.getByLabelText(/^E-mail/), 'nobody')
    await user.click(dialog.getByRole('button', { name: 'Create client' }))
    const summary = within(await dialog.findByRole('alert'))
    expect(summary.getAllByRole('link').map((link) => link.textContent)).toEqual([
      'Enter a name.',
      'Enter an e-mail address such as office@example.com.',
      'Choose a currency from the list.',
    ])
    expect(all.filter((sent) => sent.method === 'POST')).toEqual([])
    await expectNoViolations()
  })

  it('sends what was typed, closes, and shows the list anew', async () => {
    const created = aClient({ displayName: 'Cedar' })
    const all = answerRequests((sent) => {
      if (sent.method === 'POST') return { status: 201, body: created }
      return { body: sent.path === '/clients/counts' ? counts : { items: listed, nextCursor: null } }
    })
    const onCreated = vi.fn()
    renderScreen(<ClientListScreen onCreated={onCreated} />)
    const { user, dialog } = await openForm()
    await user.type(dialog.getByLabelText(/^Name/), 'Cedar')
    await user.click(dialog.getByRole('combobox', { name: /^Currency/ }))
    await user.keyboard('euro{Enter}')
    await user.click(dialog.getByRole('checkbox', { name: 'Exempt from tax' }))
    await user.click(dialog.getByRole('button', { name: 'Create client' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [post] = all.filter((sent) => sent.method === 'POST')
    expect(post?.path).toBe('/clients')
    expect(post?.body).toMatchObject({
      displayName: 'Cedar',
      currency: 'EUR',
      termsId: null,
      taxExempt: true,
      email: null,
    })
    expect(listRequests(all).length).toBeGreaterThan(1)
    expect(onCreated).toHaveBeenCalledWith(created)
  })

  it('shows the server’s refusal on the field it is about', async () => {
    const taken = { field: 'displayName', reason: 'taken', message: 'Another active client has this name.' }
    answerRequests((sent) => {
      if (sent.method === 'POST') return problem(409, 'client-name-taken', { fields: [taken] })
      return { body: sent.path === '/clients/counts' ? counts : { items: listed, nextCursor: null } }
    })
    renderScreen(<ClientListScreen />)
    const { user, dialog } = await openForm()
    await user.type(dialog.getByLabelText(/^Name/), 'Aspen Dental')
    await user.click(dialog.getByRole('combobox', { name: /^Currency/ }))
    await user.keyboard('usd{Enter}')
    await user.click(dialog.getByRole('button', { name: 'Create client' }))
    const sentence = 'Another active client has this name. Choose a different one.'
    const name = await dialog.findByRole('textbox', { name: /^Name/, description: sentence })
    expect(name.getAttribute('aria-invalid')).toBe('true')
    await user.click(within(dialog.getByRole('alert')).getByRole('link', { name: sentence }))
    expect(document.activeElement).toBe(name)
  })

  it('keeps what was typed when the connection is lost, and says so', async () => {
    answerRequests((sent) => {
      if (sent.method === 'POST') throw new Error('offline')
      return { body: sent.path === '/clients/counts' ? counts : { items: listed, nextCursor: null } }
    })
    renderScreen(<ClientListScreen />)
    const { user, dialog } = await openForm()
    await user.type(dialog.getByLabelText(/^Name/), 'Cedar')
    await user.click(dialog.getByRole('combobox', { name: /^Currency/ }))
    await user.keyboard('usd{Enter}')
    await user.click(dialog.getByRole('button', { name: 'Create client' }))
    await dialog.findByText('There is no connection.')
    expect((dialog.getByLabelText(/^Name/) as HTMLInputElement).value).toBe('Cedar')
  })
})
