import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { aClient, answerRequests, problem, renderScreen, type Answer } from '../../testing/browser.tsx'
import { anId, anInvoice } from '../../testing/invoices.ts'
import { InvoiceDeliveries } from './invoice-deliveries.tsx'
import { SendDialog } from './send-dialog.tsx'

const serve = (sending: Answer) =>
  answerRequests((sent) => (sent.path.endsWith('/send') ? sending : { body: aClient() }))

function show() {
  const onClose = vi.fn()
  renderScreen(<SendDialog invoice={anInvoice()} onClose={onClose} />)
  return onClose
}

describe('sending a document by mail', () => {
  it('goes to the client unless somebody else is named', async () => {
    const all = serve({ body: { invoiceId: anId(1), toEmail: 'ap@aspen.example' } })
    const user = userEvent.setup()
    const onClose = show()
    expect(await screen.findByText('Left empty, it goes to office@aspen.example.')).toBeTruthy()
    await expectNoViolations()
    await user.type(screen.getByLabelText('To'), 'ap@aspen.example')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(all.findLast((sent) => sent.method === 'POST')?.body).toEqual({
      message: '',
      to: 'ap@aspen.example',
    })
  })

  it('stays open beside an address that is none', async () => {
    const fields = [{ field: 'to', reason: 'invalid_format', message: 'Invalid email' }]
    serve(problem(400, 'bad-input', { fields }))
    const user = userEvent.setup()
    const onClose = show()
    await user.type(screen.getByLabelText('To'), 'nobody')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(await screen.findByText(/Enter an e-mail address/)).toBeTruthy()
    expect(onClose).not.toHaveBeenCalled()
  })

  it('shows what became of each mail', async () => {
    const mail = {
      mailId: anId(81),
      toEmail: 'ap@aspen.example',
      writtenAt: '2026-03-15T11:00:00.000Z',
      sentAt: null,
    }
    answerRequests(() => ({ body: { items: [{ ...mail, status: 'failed' }] } }))
    const { container } = renderScreen(<InvoiceDeliveries invoiceId={anId(1)} />)
    expect(await screen.findByText('Failed')).toBeTruthy()
    expect(screen.getByText('ap@aspen.example')).toBeTruthy()
    await expectNoViolations(container)
  })
})
