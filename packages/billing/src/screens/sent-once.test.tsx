import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { CreditSummary } from '../contract/index.ts'
import { aClient, answerRequests, problem, renderScreen, type Sent } from '../testing/browser.tsx'
import { aDraft, aLine, anId, anInvoice } from '../testing/invoices.ts'
import { aPayment, openDocuments } from '../testing/money.ts'
import { maine, service, terms } from './catalogue/testing.ts'
import { NewServiceDialog, EditServiceDialog } from './catalogue/service-dialogs.tsx'
import { RateDialog, RegionDialog } from './catalogue/tax-dialogs.tsx'
import { TermsDialog } from './catalogue/terms-dialog.tsx'
import { EditClientDialog, NewClientDialog } from './client-dialogs.tsx'
import { ApplyCreditDialog } from './invoices/apply-credit-dialog.tsx'
import { CreditNoteDialog } from './invoices/credit-note-dialog.tsx'
import { EditInvoiceScreen, NewInvoiceScreen } from './invoices/editor-screen.tsx'
import { ReopenDialog } from './invoices/end-dialogs.tsx'
import { VoidDialog } from './invoices/void-dialog.tsx'
import { FinalizeDialog } from './invoices/finalize-dialog.tsx'
import { SendDialog } from './invoices/send-dialog.tsx'
import { PaymentScreen } from './payments/payment-screen.tsx'

const nothing = () => {}
const nowhere = async () => undefined

interface Form {
  screen: ReactNode
  /** The button that sends it. */
  button: string
  fillIn?: (user: ReturnType<typeof userEvent.setup>) => Promise<void>
}

const type = (label: string | RegExp, text: string) => async (user: ReturnType<typeof userEvent.setup>) =>
  await user.type(await screen.findByLabelText(label), text)

const choose = async (user: ReturnType<typeof userEvent.setup>, what: RegExp, option: RegExp, typed = '') => {
  await user.click(screen.getByRole('combobox', { name: what }))
  if (typed) await user.keyboard(typed)
  await user.click(await screen.findByRole('option', { name: option }))
}

const FORMS: Record<string, Form> = {
  'a new client': {
    screen: <NewClientDialog onClose={nothing} />,
    button: 'Create client',
    async fillIn(user) {
      await type(/^Name/, 'Elm')(user)
      await choose(user, /^Currency/, /Euro/, 'euro')
    },
  },
  'a client that is edited': {
    screen: <EditClientDialog client={aClient()} onClose={nothing} onReload={nowhere} />,
    button: 'Save changes',
    fillIn: type(/^Name/, ' and Sons'),
  },
  'a new service': {
    screen: <NewServiceDialog onClose={nothing} />,
    button: 'Create',
    async fillIn(user) {
      await type(/^Name/, 'Advice')(user)
      await type(/^Unit price/, '10')(user)
      await choose(user, /^Currency/, /Euro/, 'euro')
    },
  },
  'a service that is edited': {
    screen: <EditServiceDialog service={service()} onClose={nothing} onReload={nowhere} />,
    button: 'Save changes',
    fillIn: type(/^Name/, ' plus'),
  },
  'a tax region': {
    screen: <RegionDialog onClose={nothing} />,
    button: 'Create region',
    fillIn: type(/^Name/, 'Ohio'),
  },
  'a tax rate': {
    screen: <RateDialog region={maine} onClose={nothing} />,
    button: 'Add rate',
    async fillIn(user) {
      await type(/^Name/, 'City')(user)
      await type(/^Rate/, '1')(user)
      fireEvent.change(screen.getByLabelText(/^First day/), { target: { value: '2026-04-01' } })
    },
  },
  'payment terms': {
    screen: <TermsDialog onClose={nothing} />,
    button: 'Create terms',
    fillIn: type(/^Name/, 'Net 9'),
  },
  'a new invoice': {
    screen: <NewInvoiceScreen invoiceType="standard" onGo={nothing} />,
    button: 'Save draft',
    async fillIn(user) {
      await choose(user, /^Client/, /Aspen Dental/)
      const line = within(screen.getByRole('group', { name: 'Line 1' }))
      await user.type(line.getByLabelText(/^Description/), 'Work')
      await user.type(line.getByLabelText(/^(Unit )?[Pp]rice/), '10')
    },
  },
  'a draft that is edited': {
    screen: <EditInvoiceScreen invoiceId={anId(1)} onGo={nothing} />,
    button: 'Save draft',
    fillIn: type('Reference', ' 8'),
  },
  'a document that is sent': {
    screen: <SendDialog invoice={anInvoice()} onClose={nothing} />,
    button: 'Send',
  },
  'a document that is finalized': {
    screen: <FinalizeDialog invoice={aDraft()} explain={undefined} onClose={nothing} />,
    button: 'Finalize',
  },
  'a document that goes back to draft': {
    screen: <ReopenDialog invoice={anInvoice()} onClose={nothing} />,
    button: 'Back to draft',
    fillIn: type(/^Reason/, 'typing error'),
  },
  'a document that is voided': {
    screen: <VoidDialog invoice={anInvoice()} onClose={nothing} />,
    button: 'Void INV-1042',
    fillIn: type(/^Reason/, 'typing error'),
  },
  'a credit note': {
    screen: (
      <CreditNoteDialog
        invoice={anInvoice({ creditableMinor: 100, lines: [aLine()] })}
        onClose={nothing}
        onGo={nothing}
      />
    ),
    button: 'Create draft',
  },
  'credit that pays': {
    screen: <ApplyCreditDialog invoice={anInvoice()} onClose={nothing} />,
    button: 'Apply credit',
  },
  'the rest of a payment': {
    screen: <PaymentScreen paymentId={aPayment().paymentId} />,
    button: 'Apply',
    async fillIn(user) {
      await user.click(await screen.findByRole('button', { name: 'Apply the rest' }))
      await screen.findByLabelText('Amount for INV-1')
    },
  },
}

const EVERYTHING = ['client', 'invoice', 'payment', 'credit', 'billing_settings'].flatMap((what) =>
  ['read', 'create', 'update', 'apply', 'reverse', 'void'].map((may) => `${what}:${may}`),
)

const credit: CreditSummary = {
  creditId: anId(51),
  clientId: anId(9),
  clientName: 'Aspen Dental',
  sourceInvoiceId: anId(52),
  sourceNumber: 'CM-1',
  sourceType: 'credit_note',
  currency: 'USD',
  amountMinor: 5000,
  remainingMinor: 5000,
  issuedOn: '2026-03-01',
  expiresOn: null,
  state: 'available',
}

/** Nothing that is sent is ever answered, but for the first that gets lost on its way. */
function serve() {
  const lists: Record<string, object> = {
    '/clients': { items: [aClient()], nextCursor: null },
    '/invoices/preview': {
      currency: 'USD',
      issueDate: '2026-03-15',
      dueDate: '2026-04-14',
      netMinor: 0,
      taxMinor: 0,
      totalMinor: 0,
      lines: [],
      taxes: [],
    },
    '/invoices/readiness': { ready: true, findings: [] },
    [`/invoices/${anId(1)}`]: aDraft(),
    [`/payments/${aPayment().paymentId}`]: aPayment(),
    '/credits': { items: [credit], nextCursor: null },
    '/payment-terms': { items: [terms()], nextCursor: null },
  }
  const commands: Sent[] = []
  answerRequests(async (sent) => {
    if (sent.idempotencyKey !== null) {
      commands.push(sent)
      if (commands.length > 1) return await new Promise(() => {})
      return problem(503, 'unreachable')
    }
    if (sent.path.endsWith('/payment-suggestion'))
      return { body: { items: openDocuments, unappliedMinor: 0, more: false } }
    return { body: lists[sent.path] ?? { items: [] } }
  })
  return commands
}

/** Faster than the button can learn that it is busy. */
const pressTwice = (button: HTMLElement) =>
  act(() => {
    button.click()
    button.click()
  })

describe('a form that is sent twice', () => {
  it.each(Object.entries(FORMS))('is one request, and one key: %s', async (_name, form) => {
    const commands = serve()
    const user = userEvent.setup()
    renderScreen(form.screen, EVERYTHING)
    await form.fillIn?.(user)
    const button = await screen.findByRole('button', { name: form.button })
    await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'))
    pressTwice(button)
    await waitFor(() => expect(commands).toHaveLength(1))
    // Not answered: the form is still there, and whoever sends it again sends the same.
    await waitFor(() => expect(button.getAttribute('aria-busy')).not.toBe('true'))
    pressTwice(button)
    await waitFor(() => expect(commands).toHaveLength(2))
    expect(commands[1]).toEqual(commands[0])
  })
})
