import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { answerRequests, renderScreen } from '../../testing/browser.tsx'
import { anId, anInvoice } from '../../testing/invoices.ts'
import type { VoidAdvice } from './extensions.ts'
import { VoidDialog } from './void-dialog.tsx'

const open = anInvoice({ payments: [], paidMinor: 0, balanceDueMinor: 108_000, status: 'sent' })

function show(advice: VoidAdvice | undefined, invoice = open) {
  const onCredit = vi.fn()
  const onClose = vi.fn()
  renderScreen(
    <VoidDialog
      invoice={invoice}
      advice={advice && ((_of, draw) => draw(advice))}
      onCredit={onCredit}
      onClose={onClose}
    />,
    ['invoice:read', 'invoice:void'],
  )
  return { onCredit, onClose, dialog: within(screen.getByRole('alertdialog', { name: 'Void INV-1042?' })) }
}

describe('the void dialog', () => {
  it('says what happens here and elsewhere, and voids with a reason', async () => {
    const sent = answerRequests(() => ({ body: open }))
    const { dialog, onClose } = show({ consequences: ['In Harbor Books, INV-1042 is voided.'] })
    expect(dialog.getByText('$1,080.00 is no longer owed.')).toBeTruthy()
    expect(dialog.getByText('In Harbor Books, INV-1042 is voided.')).toBeTruthy()
    expect(dialog.queryByRole('button', { name: 'Credit note dated today' })).toBeNull()
    await expectNoViolations()
    const user = userEvent.setup()
    await user.type(dialog.getByRole('textbox'), 'Entered twice')
    await user.click(dialog.getByRole('button', { name: 'Void INV-1042' }))
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(sent.find((each) => each.method === 'POST')).toMatchObject({
      path: `/invoices/${anId(1)}/void`,
      body: { reason: 'Entered twice' },
    })
  })

  it('waits for whoever looks, with what it waits for', async () => {
    const sent = answerRequests(() => ({ body: open }))
    const { dialog } = show({ consequences: [], looking: 'Looking in Harbor Books' })
    expect(dialog.getByRole('status', { name: 'Looking in Harbor Books' })).toBeTruthy()
    await expectNoViolations()
    const user = userEvent.setup()
    await user.type(dialog.getByRole('textbox'), 'Entered twice')
    await user.click(dialog.getByRole('button', { name: 'Void INV-1042' }))
    await user.type(dialog.getByRole('textbox'), '{Enter}')
    expect(sent.filter((each) => each.method === 'POST')).toEqual([])
  })

  it('offers a credit note first where that is the better way, and the void second', async () => {
    answerRequests(() => ({ body: open }))
    const { dialog, onCredit } = show({ consequences: [], better: 'March may have been reported already.' })
    expect(dialog.getByText('March may have been reported already.')).toBeTruthy()
    await expectNoViolations()
    await userEvent.setup().click(dialog.getByRole('button', { name: 'Credit note dated today' }))
    expect(onCredit).toHaveBeenCalled()
    expect(dialog.getByRole('button', { name: 'Void INV-1042' }).getAttribute('aria-disabled')).toBeNull()
  })

  it('says why it is not voided now, and looks again', async () => {
    answerRequests(() => ({ body: open }))
    const again = vi.fn()
    const { dialog } = show({
      consequences: [],
      refused: 'Harbor Books does not answer.',
      again: { label: 'Look again', onClick: again },
    })
    const button = dialog.getByRole('button', { name: /^Void INV-1042/ })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(dialog.getByRole('button', { name: 'Credit note dated today' })).toBeTruthy()
    await userEvent.setup().click(dialog.getByRole('button', { name: 'Look again' }))
    expect(again).toHaveBeenCalled()
    await expectNoViolations()
  })

  it('names each credit note to which credit returns', () => {
    answerRequests(() => ({ body: open }))
    const credit = (n: number, sourceNumber: string, amountMinor: number) => ({
      allocationId: anId(200 + n),
      creditId: anId(210 + n),
      sourceInvoiceId: anId(220 + n),
      sourceNumber,
      appliedOn: '2026-03-01',
      amountMinor,
      unappliedAt: null,
      unapplyReason: null,
      poolRemainingMinor: 0,
    })
    const credits = [credit(1, 'CM-1', 1_000), credit(2, 'CM-2', 2_000), credit(3, 'CM-1', 500)]
    const { dialog } = show(undefined, anInvoice({ ...open, credits, creditAppliedMinor: 3_500 }))
    expect(dialog.getByText('$15.00 of credit goes back to CM-1.')).toBeTruthy()
    expect(dialog.getByText('$20.00 of credit goes back to CM-2.')).toBeTruthy()
  })
})
