import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { administrator, refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { loadPage } from '../../web/load-page.ts'
import { SignInScreen } from './sign-in-screen.tsx'

vi.mock('../../web/load-page.ts', () => ({ loadPage: vi.fn() }))
beforeEach(() => vi.mocked(loadPage).mockClear())

async function signIn(answers: Answers, path = '/sign-in') {
  const user = userEvent.setup()
  const view = renderScreen(<SignInScreen audience="msp" />, { session: null, answers, path })
  await user.type(screen.getByLabelText('E-mail'), 'ana@northwind.example')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  return { user, ...view }
}

describe('the sign-in page', () => {
  it('says that the address or the password is wrong, and keeps what was typed', async () => {
    await signIn({ 'POST /session': refusal(401, 'wrong-credentials') })
    expect(await screen.findByRole('alert')).toHaveProperty(
      'textContent',
      'The e-mail address or the password is wrong.',
    )
    expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'ana@northwind.example')
    expect(loadPage).not.toHaveBeenCalled()
  })

  it('tells in minutes how long to wait after too many attempts', async () => {
    await signIn({
      'POST /session': refusal(429, 'too-many-attempts', { extra: { retryAfterSeconds: 150 } }),
    })
    expect((await screen.findByRole('alert')).textContent).toBe('Too many attempts. Try again in 3 minutes.')
  })

  it('goes on to where one was headed', async () => {
    await signIn({ 'POST /session': administrator }, '/sign-in?next=%2Finbox%3Fview%3Dmine')
    await waitFor(() => expect(loadPage).toHaveBeenCalledWith('/inbox?view=mine'))
  })

  it('never leads to a stranger', async () => {
    await signIn({ 'POST /session': administrator }, '/sign-in?next=https%3A%2F%2Fevil.example')
    await waitFor(() => expect(loadPage).toHaveBeenCalledWith('/'))
  })

  it('asks which company when the address belongs to several, and signs in to the chosen one', async () => {
    const companies = [
      { slug: 'northwind', name: 'Northwind IT' },
      { slug: 'contoso', name: 'Contoso Services' },
    ]
    const { user, askedFor, container } = await signIn({
      'POST /session': ({ body }: { body: { tenant?: string } }) =>
        body.tenant ? administrator : refusal(409, 'choose-company', { extra: { companies } }),
    })
    expect(await screen.findByRole('heading', { name: 'Which company?' })).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: /Contoso Services/ }))
    await waitFor(() => expect(loadPage).toHaveBeenCalledWith('/'))
    expect(askedFor('POST /session').at(-1)?.body).toEqual({
      email: 'ana@northwind.example',
      password: 'correct horse battery',
      audience: 'msp',
      tenant: 'contoso',
    })
  })

  it('asks for what is missing without bothering the server', async () => {
    const user = userEvent.setup()
    const { asked } = renderScreen(<SignInScreen audience="portal" />, { session: null })
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(screen.getByText('Enter your e-mail address.')).toBeTruthy()
    expect(screen.getByText('Enter your password.')).toBeTruthy()
    expect(asked).toEqual([])
  })

  it('shows the password on request', async () => {
    const user = userEvent.setup()
    renderScreen(<SignInScreen audience="msp" />, { session: null })
    expect(screen.getByLabelText('Password')).toHaveProperty('type', 'password')
    await user.click(screen.getByRole('button', { name: 'Show password' }))
    expect(screen.getByLabelText('Password')).toHaveProperty('type', 'text')
  })

  it.each(['msp', 'portal', 'operator'] as const)('is accessible for %s', async (audience) => {
    const { container } = renderScreen(<SignInScreen audience={audience} />, { session: null })
    await expectNoViolations(container)
  })
})
