import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, refusal, renderScreen } from '../../testing/render-screen.tsx'
import { ProfileScreen } from './profile-screen.tsx'

const here = {
  sessionId: '11111111-1111-7111-8111-111111111111',
  browser: 'Firefox',
  system: 'Linux',
  ip: '192.0.2.7',
  signedInAt: '2026-03-15T08:00:00Z',
  lastSeenAt: '2026-03-15T11:59:00Z',
  current: true,
}
const phone = {
  ...here,
  sessionId: '22222222-2222-7222-8222-222222222222',
  browser: 'Safari',
  system: 'iPhone',
  current: false,
}

function show(sessions: unknown[] = [here, phone], more = {}) {
  const user = userEvent.setup()
  return {
    user,
    ...renderScreen(<ProfileScreen />, {
      path: '/profile',
      answers: {
        'GET /sessions': page(sessions),
        'PATCH /profile': { displayName: 'Ana R.', email: 'ana@northwind.example', locale: 'en' },
        'DELETE /sessions/:sessionId': undefined,
        'POST /sessions/revoke-others': { revoked: 1 },
        ...more,
      },
    }),
  }
}

describe('the profile', () => {
  it('is accessible and changes the name', async () => {
    const { user, askedFor, container } = show()
    await screen.findByText('Firefox on Linux')
    await expectNoViolations(container)
    const name = screen.getByLabelText(/^Name/)
    await user.clear(name)
    await user.type(name, 'Ana R.')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() =>
      expect(askedFor('PATCH /profile')[0]?.body).toEqual({ displayName: 'Ana R.', locale: 'en' }),
    )
  })

  it('says beside the field that the current password is wrong', async () => {
    const fields = [{ field: 'currentPassword', reason: 'wrong_password', message: 'no' }]
    const { user } = show([here], { 'POST /profile/password': refusal(400, 'wrong-password', { fields }) })
    await user.type(screen.getByLabelText(/Current password/), 'not it')
    await user.type(screen.getByLabelText(/New password/), 'long enough to pass')
    await user.click(screen.getByRole('button', { name: 'Change password' }))
    expect(await screen.findByText('This is not your current password.')).toBeTruthy()
  })

  it('ends one other session, never this one', async () => {
    const { user, askedFor } = show()
    await screen.findByText('Firefox on Linux')
    expect(screen.queryByRole('button', { name: 'Sign out Firefox on Linux' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Sign out Safari on iPhone' }))
    await waitFor(() =>
      expect(askedFor('DELETE /sessions/:sessionId')[0]?.params.sessionId).toBe(phone.sessionId),
    )
  })

  it('ends all others after asking', async () => {
    const { user, askedFor } = show()
    await screen.findByText('Firefox on Linux')
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere else' }))
    expect(askedFor('POST /sessions/revoke-others')).toEqual([])
    const dialog = await screen.findByRole('alertdialog')
    await user.click(within(dialog).getByRole('button', { name: 'Sign out everywhere else' }))
    await waitFor(() => expect(askedFor('POST /sessions/revoke-others')).toHaveLength(1))
  })
})
