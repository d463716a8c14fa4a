import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { administrator, refusal, renderScreen } from '../../testing/render-screen.tsx'
import { loadPage } from '../../web/load-page.ts'
import { AcceptInvitationScreen } from './accept-invitation-screen.tsx'
import { ForgotPasswordScreen } from './forgot-password-screen.tsx'
import { ResetPasswordScreen } from './reset-password-screen.tsx'

vi.mock('../../web/load-page.ts', () => ({ loadPage: vi.fn() }))

const TOKEN = 'a'.repeat(32)
const open = { session: null } as const

describe('an invitation', () => {
  const path = `/accept-invitation?token=${TOKEN}`

  it('says the rules of a password before one is typed, and leads home', async () => {
    const user = userEvent.setup()
    const answers = { 'POST /invitations/accept': { ...administrator, audience: 'portal' } }
    const { container, askedFor } = renderScreen(<AcceptInvitationScreen />, { ...open, path, answers })
    expect(screen.getByText(/At least 12 characters/)).toBeTruthy()
    await expectNoViolations(container)
    await user.type(screen.getByLabelText('New password'), 'short')
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }))
    expect(screen.getByText('Use at least 12 characters.')).toBeTruthy()
    await user.type(screen.getByLabelText('New password'), ' but then longer')
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }))
    await waitFor(() => expect(loadPage).toHaveBeenCalledWith('/portal'))
    expect(askedFor('POST /invitations/accept')).toHaveLength(1)
  })

  it('explains a password the server finds too weak, beside the field', async () => {
    const user = userEvent.setup()
    const fields = [{ field: 'password', reason: 'own_name', message: 'No names.' }]
    const answers = { 'POST /invitations/accept': refusal(400, 'bad-input', { fields }) }
    renderScreen(<AcceptInvitationScreen />, { ...open, path, answers })
    await user.type(screen.getByLabelText('New password'), 'ana ruiz northwind')
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }))
    expect(await screen.findByText('A password must not contain your name or e-mail address.')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that has expired says so and shows the way out', async () => {
    const user = userEvent.setup()
    const answers = { 'POST /invitations/accept': refusal(410, 'link-not-valid') }
    renderScreen(<AcceptInvitationScreen />, { ...open, path, answers })
    await user.type(screen.getByLabelText('New password'), 'long enough to pass')
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }))
    expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Go to sign-in' }).getAttribute('href')).toBe('/sign-in')
  })
})

describe('a forgotten password', () => {
  it('is answered alike whether or not the account exists', async () => {
    const user = userEvent.setup()
    const answers = { 'POST /password/forgot': { accepted: true } }
    const { container, askedFor } = renderScreen(<ForgotPasswordScreen />, {
      ...open,
      path: '/forgot-password?audience=portal',
      answers,
    })
    await expectNoViolations(container)
    await user.type(screen.getByLabelText('E-mail'), 'kim@client.example')
    await user.click(screen.getByRole('button', { name: 'Send the link' }))
    expect(
      await screen.findByText('If kim@client.example has an account here, a link is on its way.'),
    ).toBeTruthy()
    expect(askedFor('POST /password/forgot')[0]?.body).toEqual({
      email: 'kim@client.example',
      audience: 'portal',
    })
  })

  it('is replaced with the link from the mail', async () => {
    const user = userEvent.setup()
    const answers = { 'POST /password/reset': undefined }
    const { container } = renderScreen(<ResetPasswordScreen />, {
      ...open,
      path: `/reset-password?token=${TOKEN}`,
      answers,
    })
    await expectNoViolations(container)
    await user.type(screen.getByLabelText('New password'), 'long enough to pass')
    await user.click(screen.getByRole('button', { name: 'Save password' }))
    expect(await screen.findByRole('heading', { name: 'Password saved' })).toBeTruthy()
  })

  it('has a way on when the link was cut off by a mail program', () => {
    renderScreen(<ResetPasswordScreen />, { ...open, path: '/reset-password?token=abc' })
    expect(screen.getByRole('link', { name: 'Ask for a new link' })).toBeTruthy()
  })
})
