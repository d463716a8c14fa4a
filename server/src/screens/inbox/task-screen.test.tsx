import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { administrator, refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { TaskScreen } from './task-screen.tsx'

const TASK = '11111111-1111-7111-8111-111111111111'
const ANA = administrator.who.id
const BEN = '22222222-2222-7222-8222-222222222222'

type Action = TaskDetail['actions'][number]

const schema = (shape: z.ZodRawShape) => ({ ...z.toJSONSchema(z.object(shape), { io: 'input' }) })

const complete: Action = {
  name: 'complete',
  labelKey: 'inbox.custom.complete',
  tone: 'primary',
  input: schema({ note: z.string().min(1).max(4000), outcome: z.enum(['paid', 'written_off']) }),
  allowed: true,
  reason: null,
  effect: null,
}

function task(change: Partial<TaskDetail> = {}): TaskDetail {
  return {
    taskId: TASK,
    kind: 'custom',
    definitionId: null,
    title: {
      messageKey: 'inbox.custom.title',
      params: { title: 'Call Acme back', description: 'They asked twice.' },
    },
    description: {
      messageKey: 'inbox.custom.description',
      params: { title: 'Call Acme back', description: 'They asked twice.' },
    },
    money: { minor: 1_245_000, currency: 'USD' },
    priority: 'high',
    status: 'open',
    dueAt: '2026-03-14T12:00:00Z',
    overdue: true,
    snoozedUntil: null,
    occurrences: 3,
    raisedAt: '2026-03-10T09:00:00Z',
    lastRaisedAt: '2026-03-14T09:00:00Z',
    assignees: [],
    claimedBy: null,
    claimedAt: null,
    completedBy: null,
    completedAt: null,
    context: {
      clientId: BEN,
      clientName: 'Acme Ltd',
      dueOn: '2026-03-14',
      missing: ['email', 'Room 3'],
      invoices: [{ number: 'INV-7', total: { minor: 1_245_000, currency: 'USD' } }],
    },
    actions: [complete],
    history: [
      {
        event: 'raised',
        happenedAt: '2026-03-10T09:00:00Z',
        actorKind: 'system',
        actorName: 'inbox',
        details: {},
      },
    ],
    resolution: null,
    response: null,
    ...change,
  }
}

function open(answers: Answers, session = {}) {
  const user = userEvent.setup()
  return { user, ...renderScreen(<TaskScreen taskId={TASK} />, { answers, session, path: `/inbox/${TASK}` }) }
}

const showing = (shown: TaskDetail) => ({ 'GET /inbox/tasks/:taskId': shown })

describe('a task', () => {
  it('says what it is about, with money, dates and names, and without ids', async () => {
    const { container } = open(showing(task()))
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('Call Acme back$12,450.00')
    expect(screen.getByText('They asked twice.')).toBeTruthy()
    expect(screen.getByText('Acme Ltd')).toBeTruthy()
    expect(screen.getByText('Mar 14, 2026')).toBeTruthy()
    expect(screen.getByText('E-mail, Room 3')).toBeTruthy()
    expect(screen.getByRole('table', { name: 'Invoices' })).toBeTruthy()
    expect(screen.getByText('3 times')).toBeTruthy()
    expect(container.textContent).not.toContain(BEN)
    await expectNoViolations(container)
  })

  it('is resolved from itself: the form comes from the schema, then shows how it ended', async () => {
    let shown = task()
    const { user, askedFor } = open({
      'GET /inbox/tasks/:taskId': () => shown,
      'POST /inbox/tasks/:taskId/actions/:action': () => {
        shown = task({
          status: 'done',
          resolution: 'complete',
          response: { note: 'They paid.' },
          completedBy: { userId: ANA, displayName: 'Ana Ruiz' },
          completedAt: '2026-03-15T11:59:00Z',
        })
        return shown
      },
    })
    await user.type(await screen.findByLabelText(/What was done/), 'They paid.')
    await user.selectOptions(screen.getByLabelText(/Outcome/), 'paid')
    await user.click(screen.getByRole('button', { name: 'Mark as done' }))
    expect(await screen.findByText('Ana Ruiz resolved this: Mark as done')).toBeTruthy()
    const [sent] = askedFor('POST /inbox/tasks/:taskId/actions/:action')
    expect(sent?.params).toEqual({ taskId: TASK, action: 'complete' })
    expect(sent?.body).toEqual({ input: { note: 'They paid.', outcome: 'paid' } })
    expect(screen.queryByRole('button', { name: 'Mark as done' })).toBeNull()
  })

  it('asks for what is missing before the server does', async () => {
    const { user, askedFor } = open(showing(task()))
    await user.click(await screen.findByRole('button', { name: 'Mark as done' }))
    expect(screen.getAllByText('Fill this in.')).toHaveLength(2)
    expect(askedFor('POST /inbox/tasks/:taskId/actions/:action')).toEqual([])
  })

  it('shows what the server says about a field beside that field', async () => {
    const { user } = open({
      ...showing(task()),
      'POST /inbox/tasks/:taskId/actions/:action': refusal(400, 'bad-input', {
        fields: [{ field: 'input.note', reason: 'custom', message: 'Say it without the account number.' }],
      }),
    })
    await user.type(await screen.findByLabelText(/What was done/), 'Account 123')
    await user.selectOptions(screen.getByLabelText(/Outcome/), 'paid')
    await user.click(screen.getByRole('button', { name: 'Mark as done' }))
    const note = await screen.findByLabelText(/What was done/)
    await waitFor(() => expect(note.getAttribute('aria-invalid')).toBe('true'))
    expect(screen.getByText('Say it without the account number.')).toBeTruthy()
  })

  it('says why a button cannot be pressed', async () => {
    const { user, askedFor } = open(
      showing(task({ actions: [{ ...complete, allowed: false, reason: 'claimed-by-other' }] })),
    )
    const button = await screen.findByRole('button', { name: 'Mark as done' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Somebody else is working on it.',
    )
    await user.click(button)
    expect(askedFor('POST /inbox/tasks/:taskId/actions/:action')).toEqual([])
  })

  it('asks again before something dangerous, saying what it will do', async () => {
    const remove: Action = {
      ...complete,
      name: 'write_off',
      labelKey: 'inbox.custom.write_off',
      tone: 'danger',
      input: schema({}),
      effect: { messageKey: 'inbox.custom.title', params: { title: 'Writes off 47 invoices.' } },
    }
    const { user, askedFor } = open({
      ...showing(task({ actions: [remove] })),
      'POST /inbox/tasks/:taskId/actions/:action': task(),
    })
    await user.click(await screen.findByRole('button', { name: 'Write off' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toContain('Writes off 47 invoices.')
    expect(askedFor('POST /inbox/tasks/:taskId/actions/:action')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Write off' }))
    await waitFor(() => expect(askedFor('POST /inbox/tasks/:taskId/actions/:action')).toHaveLength(1))
  })

  it('that vanished or belongs to others leads back to the inbox', async () => {
    const { container } = open({ 'GET /inbox/tasks/:taskId': refusal(404, 'not-found') })
    expect(await screen.findByText('There is no such task, or it is not yours to act on')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Back to the inbox' }).getAttribute('href')).toBe('/inbox')
    await expectNoViolations(container)
  })

  it('offers people to choose from only to those who manage the inbox', async () => {
    open(showing(task()), { permissions: ['inbox:read', 'inbox:update'] })
    expect(await screen.findByRole('button', { name: 'Claim' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Assign' })).toBeNull()
  })

  it('is assigned to roles and people, starting from who has it', async () => {
    const { user, askedFor } = open({
      ...showing(task({ assignees: [{ kind: 'user', id: ANA, name: 'Ana Ruiz' }] })),
      'GET /inbox/assignable': {
        roles: [{ roleId: BEN, key: 'bookkeeper', name: 'Bookkeeper' }],
        people: [{ userId: ANA, displayName: 'Ana Ruiz', email: 'ana@example.com' }],
      },
      'POST /inbox/tasks/:taskId/assign': task(),
    })
    await user.click(await screen.findByRole('button', { name: 'Assign' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Bookkeeper' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Assign' }))
    await waitFor(() => expect(askedFor('POST /inbox/tasks/:taskId/assign')).toHaveLength(1))
    expect(askedFor('POST /inbox/tasks/:taskId/assign')[0]?.body).toEqual({ roleIds: [BEN], userIds: [ANA] })
  })
})
