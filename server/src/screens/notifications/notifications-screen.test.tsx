import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen, type Asked } from '../../testing/render-screen.tsx'
import { NotificationsScreen } from './notifications-screen.tsx'

const ONE = '11111111-1111-7111-8111-111111111111'
const unread = {
  notificationId: ONE,
  kind: 'task_assigned',
  params: {
    title: 'Call Acme back',
    titleKey: 'inbox.custom.title',
    taskKind: 'custom',
    priority: 'high',
    tasks: 1,
  },
  link: '/inbox/44444444-4444-7444-8444-444444444444',
  createdAt: '2026-03-15T11:00:00Z',
  readAt: null,
}

function show(list: unknown[] = [unread]) {
  let waiting = list
  const user = userEvent.setup()
  const view = renderScreen(<NotificationsScreen />, {
    path: '/notifications',
    answers: {
      'GET /notifications/unread-count': () => ({ unread: waiting.length }),
      'GET /notifications': ({ query }: Asked) => page(query.get('show') === 'unread' ? waiting : list),
      'POST /notifications/:notificationId/read': ({ params }: Asked) => {
        waiting = []
        return { notificationId: params.notificationId, readAt: '2026-03-15T12:00:00Z' }
      },
      'POST /notifications/read-all': () => {
        const marked = waiting.length
        waiting = []
        return { marked }
      },
    },
  })
  return { user, ...view }
}

describe('notifications', () => {
  it('say in words what happened, the task’s own words included', async () => {
    const { container } = show()
    const link = await screen.findByRole('link', { name: /Assigned to you: Call Acme back/ })
    expect(link.getAttribute('href')).toBe(unread.link)
    await expectNoViolations(container)
  })

  it('are read by opening them', async () => {
    const { user, askedFor } = show()
    const link = await screen.findByRole('link', { name: /Assigned to you/ })
    link.addEventListener('click', (event) => event.preventDefault())
    await user.click(link)
    await waitFor(() => expect(askedFor('POST /notifications/:notificationId/read')).toHaveLength(1))
    expect(await screen.findByText('You have read everything')).toBeTruthy()
  })

  it('are marked one by one without leaving the list', async () => {
    const { user, askedFor } = show()
    await user.click(await screen.findByRole('button', { name: /Mark as read: Assigned to you/ }))
    await waitFor(() =>
      expect(askedFor('POST /notifications/:notificationId/read')[0]?.params.notificationId).toBe(ONE),
    )
  })

  it('are all marked at once, and then there is nothing left to mark', async () => {
    const { user } = show()
    await screen.findByRole('link', { name: /Assigned to you/ })
    const button = () => screen.getByRole('button', { name: 'Mark all as read' })
    await user.click(button())
    expect(await screen.findByText('You have read everything')).toBeTruthy()
    await waitFor(() => expect(button().getAttribute('aria-disabled')).toBe('true'))
  })

  it('of a kind without words are still readable', async () => {
    show([{ ...unread, kind: 'token_expires_soon', params: {} }])
    expect(await screen.findByRole('link', { name: /Token expires soon/ })).toBeTruthy()
  })
})
