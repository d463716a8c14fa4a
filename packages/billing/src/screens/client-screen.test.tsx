import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ClientView } from '../contract/index.ts'
import {
  aClient,
  answerRequests,
  problem,
  renderScreen,
  type Answer,
  type Sent,
} from '../testing/browser.tsx'
import { ClientScreen } from './client-screen.tsx'

const { clientId } = aClient()

/** A server that keeps one client; `write` answers what is not a GET. */
function serve(client: ClientView, write: (sent: Sent, now: { client: ClientView }) => Answer) {
  const now = { client }
  const all = answerRequests((sent) => (sent.method === 'GET' ? { body: now.client } : write(sent, now)))
  return { all, now }
}
const readOnly = () => problem(500, 'unexpected-write')
const saved = (client: ClientView): Answer => ({ body: client })

describe('one client', () => {
  it('shows its details, its state and who changed it last', async () => {
    serve(aClient({ notes: 'Calls on Fridays' }), readOnly)
    const { container } = renderScreen(<ClientScreen clientId={clientId} />)
    await screen.findByRole('heading', { level: 1, name: 'Aspen Dental' })
    for (const text of [
      'Active',
      'USD – US Dollar',
      'Net 30 (company default)',
      'United States',
      'Calls on Fridays',
    ]) {
      expect(screen.getByText(text)).toBeTruthy()
    }
    expect(screen.getByText(/Last changed by Noor Later/)).toBeTruthy()
    await expectNoViolations(container)
  })

  it('that is not there is told to the host', async () => {
    answerRequests(() => problem(404, 'not-found'))
    const onMissing = vi.fn()
    renderScreen(<ClientScreen clientId={clientId} onMissing={onMissing} />)
    await screen.findByText('There is no such client.')
    expect(onMissing).toHaveBeenCalled()
  })

  it('says why it cannot be changed by somebody without the right', async () => {
    serve(aClient(), readOnly)
    renderScreen(<ClientScreen clientId={clientId} />, ['client:read'])
    const description = 'Your role does not allow you to change clients.'
    await screen.findByRole('button', { name: 'Edit', description })
    await userEvent.click(screen.getByRole('button', { name: 'Deactivate', description }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })
})

describe('editing a client', () => {
  const openForm = async () => {
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Edit' }))
    return { user, dialog: within(await screen.findByRole('dialog')) }
  }

  it('sends only what changed, and from which version', async () => {
    const { all } = serve(aClient(), (sent, now) => {
      now.client = aClient({ ...sent.body, version: 4 })
      return saved(now.client)
    })
    renderScreen(<ClientScreen clientId={clientId} />)
    const { user, dialog } = await openForm()
    await user.clear(dialog.getByLabelText(/^E-mail/))
    await user.type(dialog.getByLabelText(/^Phone/), '555')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [patch] = all.filter((sent) => sent.method === 'PATCH')
    expect(patch).toMatchObject({ path: `/clients/${clientId}` })
    expect(patch?.body).toEqual({ version: 3, email: null, phone: '555' })
    expect(await screen.findByText('555')).toBeTruthy()
  })

  it('tells who was faster, and goes on from the newest', async () => {
    const outdated = { changedBy: 'Noor Later', changedAt: '2026-03-15T11:00:00.000Z', version: 4 }
    const { all, now } = serve(aClient(), (sent, now) =>
      sent.body.version === now.client.version
        ? saved((now.client = aClient({ ...now.client, ...sent.body, version: 5 })))
        : problem(409, 'changed-meanwhile', { extra: outdated }),
    )
    renderScreen(<ClientScreen clientId={clientId} />)
    const { user, dialog } = await openForm()
    now.client = aClient({ phone: '111', version: 4 })
    await user.type(dialog.getByLabelText(/^Phone/), '999')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await dialog.findByText(/Noor Later changed this client meanwhile, on Mar 15, 2026/)
    expect((dialog.getByLabelText(/^Phone/) as HTMLInputElement).value).toBe('999')

    await user.click(dialog.getByRole('button', { name: 'Load the newest' }))
    await waitFor(() => expect((dialog.getByLabelText(/^Phone/) as HTMLInputElement).value).toBe('111'))
    expect(dialog.queryByText(/Noor Later changed/)).toBeNull()
    await user.type(dialog.getByLabelText(/^City/), ' West')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(all.filter((sent) => sent.method === 'PATCH').at(-1)?.body).toEqual({
      version: 4,
      city: 'Denver West',
    })
  })
})

describe('putting a client out of use', () => {
  it('says what happens first, and does nothing when one thinks better of it', async () => {
    const { all } = serve(aClient(), readOnly)
    const user = userEvent.setup()
    renderScreen(<ClientScreen clientId={clientId} />)
    await user.click(await screen.findByRole('button', { name: 'Deactivate' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getByText(/Nothing is deleted/)).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: 'Cancel' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(all.every((sent) => sent.method === 'GET')).toBe(true)
  })

  it('is done once confirmed, and can be taken back', async () => {
    const { all } = serve(aClient(), (sent, now) => {
      now.client = aClient({ status: sent.path.endsWith('/deactivate') ? 'inactive' : 'active' })
      return saved(now.client)
    })
    const user = userEvent.setup()
    renderScreen(<ClientScreen clientId={clientId} />)
    await user.click(await screen.findByRole('button', { name: 'Deactivate' }))
    await user.click(await screen.findByRole('button', { name: 'Deactivate Aspen Dental' }))
    await user.click(await screen.findByRole('button', { name: 'Reactivate' }))
    await screen.findByRole('button', { name: 'Deactivate' })
    expect(all.filter((sent) => sent.method === 'POST').map((sent) => sent.path)).toEqual([
      `/clients/${clientId}/deactivate`,
      `/clients/${clientId}/reactivate`,
    ])
  })

  it('says why it cannot be taken back', async () => {
    serve(aClient({ status: 'inactive' }), () => problem(409, 'client-name-taken'))
    const user = userEvent.setup()
    renderScreen(<ClientScreen clientId={clientId} />)
    await user.click(await screen.findByRole('button', { name: 'Reactivate' }))
    await screen.findByText('Another active client has this name. Rename one of the two first.')
  })
})
