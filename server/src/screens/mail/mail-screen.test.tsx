import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen, type Asked } from '../../testing/render-screen.tsx'
import { MailScreen } from './mail-screen.tsx'

const failed = {
  mailId: '11111111-1111-7111-8111-111111111111',
  toEmail: 'kim@client.example',
  toName: 'Kim Lee',
  template: 'invitation',
  subject: 'Ana Ruiz invites you to Northwind IT',
  status: 'failed',
  attempts: 5,
  lastError: 'The server refused the recipient.',
  createdAt: '2026-03-15T09:00:00Z',
  sentAt: null,
}

const attachments = [{ position: 0, fileName: 'INV-0007.pdf', contentType: 'application/pdf', size: 20_480 }]

function show(options: { kept?: unknown[]; permissions?: string[] } = {}) {
  const user = userEvent.setup()
  const view = renderScreen(<MailScreen />, {
    path: '/mail',
    ...(options.permissions && { session: { permissions: options.permissions } }),
    answers: {
      'GET /mails': ({ query }: Asked) =>
        page(query.get('status') === 'kept' ? (options.kept ?? []) : [failed]),
      'GET /mails/:mailId': { ...failed, text: 'Hello Kim', html: '<p>Hello <b>Kim</b></p>', attachments },
      'POST /mails/:mailId/retry': { mailId: failed.mailId, status: 'waiting' },
    },
  })
  return { user, ...view }
}

describe('the mail outbox', () => {
  it('opens a mail beside the list, its HTML in a frame that can do nothing', async () => {
    const { user, container } = show()
    const row = await screen.findByRole('button', { name: failed.subject })
    await expectNoViolations(container)
    await user.click(row)
    const frame = await screen.findByTitle(`Message: ${failed.subject}`)
    expect(frame.getAttribute('sandbox')).toBe('')
    expect(frame.getAttribute('srcdoc')).toBe('<p>Hello <b>Kim</b></p>')
    expect(screen.getByText('The server refused the recipient.')).toBeTruthy()
    await user.click(screen.getByRole('tab', { name: 'Plain text' }))
    expect(await screen.findByText('Hello Kim')).toBeTruthy()
  })

  it('names the files of a mail and leads to them', async () => {
    const { user, container } = show()
    await user.click(await screen.findByRole('button', { name: failed.subject }))
    const file = await screen.findByRole('link', { name: 'INV-0007.pdf' })
    expect(file.getAttribute('href')).toBe(`/api/v1/mails/${failed.mailId}/attachments/0`)
    expect(screen.getByText('20 kB')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('sends a failed mail again', async () => {
    const { user, askedFor } = show()
    await user.click(await screen.findByRole('button', { name: failed.subject }))
    await user.click(await screen.findByRole('button', { name: 'Send again' }))
    await waitFor(() => expect(askedFor('POST /mails/:mailId/retry')[0]?.params.mailId).toBe(failed.mailId))
  })

  it('says why somebody who only reads cannot send it again', async () => {
    const { user, askedFor } = show({ permissions: ['mail:read'] })
    await user.click(await screen.findByRole('button', { name: failed.subject }))
    const button = await screen.findByRole('button', { name: 'Send again' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.click(button)
    expect(askedFor('POST /mails/:mailId/retry')).toEqual([])
  })

  it('explains kept mails, and only when there are some', async () => {
    const first = show({ kept: [{ ...failed, status: 'kept' }] })
    expect(await screen.findByText('No mail server is configured')).toBeTruthy()
    first.unmount()
    show()
    await screen.findByRole('button', { name: failed.subject })
    expect(screen.queryByText('No mail server is configured')).toBeNull()
  })

  it('asks for the status and recipient that were chosen', async () => {
    const { user, askedFor } = show()
    await user.click(await screen.findByRole('radio', { name: 'Failed' }))
    await user.type(screen.getByRole('searchbox'), 'kim@')
    await waitFor(() => {
      const query = askedFor('GET /mails').at(-1)?.query
      expect([query?.get('status'), query?.get('recipient')]).toEqual(['failed', 'kim@'])
    })
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/mails.csv?status=failed&recipient=kim%40',
    )
  })
})
