import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen } from '../../testing/render-screen.tsx'
import { DefinitionsScreen } from './definitions-screen.tsx'
import { InboxScreen } from './inbox-screen.tsx'

const row = {
  taskId: '11111111-1111-7111-8111-111111111111',
  kind: 'custom',
  definitionId: null,
  title: { messageKey: 'inbox.custom.title', params: { title: 'Call Acme back' } },
  money: null,
  priority: 'urgent',
  status: 'open',
  dueAt: null,
  overdue: false,
  snoozedUntil: null,
  occurrences: 1,
  raisedAt: '2026-03-10T09:00:00Z',
  lastRaisedAt: '2026-03-10T09:00:00Z',
  assignees: [],
  claimedBy: null,
  claimedAt: null,
  completedBy: null,
  completedAt: null,
}
const counts = {
  open: 7,
  mine: 2,
  unassigned: 4,
  overdue: 1,
  snoozed: 3,
  byKind: [
    { kind: 'custom', count: 6 },
    { kind: 'sync_drift', count: 1 },
  ],
  byPriority: [],
}
const answers = { 'GET /inbox/counts': counts, 'GET /inbox/tasks': page([row]) }

describe('the inbox', () => {
  it('lists tasks with their counts, each leading to its task', async () => {
    const { container } = renderScreen(<InboxScreen />, { answers, path: '/inbox' })
    const link = await screen.findByRole('link', { name: /^Call Acme back/ })
    expect(link.getAttribute('href')).toBe(`/inbox/${row.taskId}`)
    expect((await screen.findByRole('radio', { name: /Unassigned/ })).textContent).toBe('Unassigned4')
    expect(screen.getByRole('option', { name: 'Sync drift' })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('keeps what is shown in the address and asks for exactly that', async () => {
    const user = userEvent.setup()
    const { place, askedFor } = renderScreen(<InboxScreen />, { answers, path: '/inbox?kind=custom' })
    await user.click(await screen.findByRole('radio', { name: /Mine/ }))
    await user.selectOptions(screen.getByLabelText('Priority'), 'urgent')
    expect(place()).toBe('/inbox?view=mine&kind=custom&priority=urgent')
    await waitFor(() => {
      const query = askedFor('GET /inbox/tasks').at(-1)?.query
      expect([query?.get('assigned'), query?.get('kind'), query?.get('priority')]).toEqual([
        'mine',
        'custom',
        'urgent',
      ])
    })
  })

  it('searches after a pause and keeps a space that is still being typed', async () => {
    const user = userEvent.setup()
    const { place } = renderScreen(<InboxScreen />, { answers, path: '/inbox' })
    const box = await screen.findByRole('searchbox', { name: 'Search tasks' })
    await user.type(box, 'acme ')
    await waitFor(() => expect(place()).toBe('/inbox?search=acme'))
    await user.type(box, 'ltd')
    await waitFor(() => expect(place()).toBe('/inbox?search=acme+ltd'))
  })

  it('says whether there is nothing at all or nothing that matches', async () => {
    const none = { ...answers, 'GET /inbox/tasks': page([]) }
    const first = renderScreen(<InboxScreen />, { answers: none, path: '/inbox' })
    expect(await screen.findByText('Nothing to do')).toBeTruthy()
    first.unmount()
    renderScreen(<InboxScreen />, { answers: none, path: '/inbox?view=overdue' })
    expect(await screen.findByText('No task matches')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Show all' }).getAttribute('href')).toBe('/inbox')
  })

  it('creates a task by hand from a kind of the company’s own', async () => {
    const user = userEvent.setup()
    const definition = {
      definitionId: '33333333-3333-7333-8333-333333333333',
      name: 'Call back',
      description: 'Within a day.',
      defaultPriority: 'normal',
      dueInDays: 1,
      roles: [],
      active: true,
    }
    const { askedFor, place } = renderScreen(<InboxScreen />, {
      path: '/inbox',
      timeZone: 'America/New_York',
      answers: {
        ...answers,
        'GET /inbox/definitions': page([definition]),
        'GET /inbox/assignable': { roles: [], people: [] },
        'POST /inbox/tasks': { taskId: row.taskId },
      },
    })
    await user.click(await screen.findByRole('button', { name: 'New task' }))
    await user.type(await screen.findByLabelText('Title'), 'Call Acme')
    await user.type(screen.getByLabelText('Due'), '2026-07-15T08:00')
    await user.click(screen.getByRole('button', { name: 'Create task' }))
    await waitFor(() => expect(place()).toBe(`/inbox/${row.taskId}`))
    expect(askedFor('POST /inbox/tasks')[0]?.body).toEqual({
      definitionId: definition.definitionId,
      title: 'Call Acme',
      dueAt: '2026-07-15T12:00:00.000Z',
    })
  })

  it('sends who has no kinds of task yet to where they are made', async () => {
    const user = userEvent.setup()
    renderScreen(<InboxScreen />, {
      answers: { ...answers, 'GET /inbox/definitions': page([]) },
      path: '/inbox',
    })
    await user.click(await screen.findByRole('button', { name: 'New task' }))
    expect((await screen.findByRole('link', { name: 'Set up kinds of task' })).getAttribute('href')).toBe(
      '/inbox/definitions',
    )
  })
})

describe('kinds of task', () => {
  it('are invented with a name, and say when it is taken', async () => {
    const user = userEvent.setup()
    const problem = {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'task-definition-name-taken',
      detail: '',
    }
    const { askedFor, container } = renderScreen(<DefinitionsScreen />, {
      path: '/inbox/definitions',
      answers: {
        'GET /inbox/definitions': page([]),
        'GET /inbox/assignable': { roles: [], people: [] },
        'POST /inbox/definitions': Response.json(problem, { status: 409 }),
      },
    })
    expect(await screen.findByText('No kinds of task yet')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getAllByRole('button', { name: 'New kind of task' })[0] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Save' }))
    expect(screen.getByText('Fill this in.')).toBeTruthy()
    await user.type(screen.getByLabelText(/Name/), 'Call back')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('There is a kind of task with this name already.')).toBeTruthy()
    expect(askedFor('POST /inbox/definitions')).toHaveLength(1)
  })
})
