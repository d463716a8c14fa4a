import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { page, refusal, renderScreen, type Asked } from '../testing/render-screen.tsx'
import { CreateTaskDialog } from './inbox/create-task-dialog.tsx'
import { DefinitionDialog } from './inbox/definition-dialog.tsx'
import { CommentForm } from './inbox/task-history.tsx'
import { InviteDialog } from './people/invite-dialog.tsx'
import { RoleDialog } from './people/role-dialog.tsx'

const ID = '11111111-1111-7111-8111-111111111111'
const nothing = () => {}
type User = ReturnType<typeof userEvent.setup>

interface Form {
  screen: ReactNode
  route: string
  button: string
  fillIn?: (user: User) => Promise<void>
}

const type = (label: RegExp, text: string) => async (user: User) =>
  await user.type(await screen.findByLabelText(label), text)

const FORMS: Record<string, Form> = {
  'an invitation': {
    screen: <InviteDialog onClose={nothing} />,
    route: 'POST /users',
    button: 'Send invitation',
    async fillIn(user) {
      await type(/E-mail/, 'sam@northwind.example')(user)
      await type(/Name/, 'Sam Poe')(user)
      await user.click(await screen.findByRole('checkbox', { name: 'Spare' }))
    },
  },
  'a role': {
    screen: <RoleDialog role={null} onClose={nothing} />,
    route: 'POST /roles',
    button: 'Save role',
    fillIn: type(/Name/, 'Payer'),
  },
  'a kind of task': {
    screen: <DefinitionDialog definition={null} onClose={nothing} />,
    route: 'POST /inbox/definitions',
    button: 'Save',
    fillIn: type(/Name/, 'Call back'),
  },
  'a task': {
    screen: <CreateTaskDialog onClose={nothing} />,
    route: 'POST /inbox/tasks',
    button: 'Create task',
    fillIn: type(/Title/, 'Call Acme'),
  },
  'a comment': {
    screen: <CommentForm taskId={ID} />,
    route: 'POST /inbox/tasks/:taskId/comments',
    button: 'Add comment',
    fillIn: type(/comment/i, 'Called.'),
  },
}

const READ = {
  'GET /roles': page([
    { roleId: ID, audience: 'msp', key: null, name: 'Spare', permissions: [], holders: 0 },
  ]),
  'GET /permissions': { items: [] },
  'GET /inbox/assignable': { roles: [], people: [] },
  'GET /inbox/definitions': page([
    {
      definitionId: ID,
      name: 'Call back',
      description: '',
      defaultPriority: 'normal',
      dueInDays: null,
      active: true,
      roles: [],
    },
  ]),
}

const task = {
  taskId: ID,
  kind: 'custom',
  definitionId: null,
  title: { messageKey: 'inbox.custom.title', params: {} },
  money: null,
  priority: 'normal',
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

/** Faster than the button can learn that it is busy. */
const pressTwice = async (name: string) => {
  const button = await screen.findByRole('button', { name })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'))
  act(() => {
    button.click()
    button.click()
  })
}

describe('a form that is sent twice', () => {
  it.each(Object.entries(FORMS))('is one request, and one key: %s', async (_name, form) => {
    const user = userEvent.setup()
    const asked: Asked[] = []
    // The first gets lost on its way; whoever sends it again sends the same.
    const answer = (request: Asked) => {
      asked.push(request)
      return asked.length === 1 ? refusal(503, 'unreachable') : new Promise(nothing)
    }
    renderScreen(form.screen, { answers: { ...READ, [form.route]: answer } })
    await form.fillIn?.(user)
    await pressTwice(form.button)
    await waitFor(() => expect(asked).toHaveLength(1))
    await pressTwice(form.button)
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[0]?.idempotencyKey).toBeTruthy()
    expect(asked[1]).toEqual(asked[0])
  })

  it('is another one once the first has arrived, where the form stays', async () => {
    const user = userEvent.setup()
    const { askedFor } = renderScreen(<CommentForm taskId={ID} />, {
      answers: { 'POST /inbox/tasks/:taskId/comments': task },
    })
    const sent = () => askedFor('POST /inbox/tasks/:taskId/comments')
    for (const text of ['Called.', 'Called.']) {
      const before = sent().length
      await type(/comment/i, text)(user)
      await pressTwice('Add comment')
      await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>(/comment/i).value).toBe(''))
      expect(sent()).toHaveLength(before + 1)
    }
    expect(new Set(sent().map((each) => each.idempotencyKey)).size).toBe(2)
  })
})
