import { badInput, conflict, type Problem } from '@tieout/platform'
import type { InvoiceType } from '../contract/invoice-views.ts'

/** Why money is not taken as it was asked. */

interface Named {
  invoiceId: string
  invoiceType: InvoiceType
  number: string | null
  finalizedAt: string | null
  voidedAt: string | null
  currency: string
}

/** Never over-pays silently: it says which document, and what is owed on it. */
export const overPayment = (document: Named, owedMinor: number): Problem =>
  conflict('over-payment', `This is more than is owed on ${nameOf(document)}.`, {
    invoiceId: document.invoiceId,
    number: document.number,
    owedMinor,
    currency: document.currency,
  })

export function notPayable(document: Named): Problem {
  const state = stateOf(document)
  return conflict('not-payable', SENTENCES[state](nameOf(document)), {
    invoiceId: document.invoiceId,
    number: document.number,
    state,
  })
}

type Unpayable = 'draft' | 'cancelled' | 'credit_note' | 'prepayment'

const SENTENCES: Record<Unpayable, (name: string) => string> = {
  draft: () => 'A draft is not owed yet. Finalize it first.',
  cancelled: (name) => `${name} is cancelled, so nothing is owed on it.`,
  credit_note: (name) => `${name} is a credit note. Apply its credit instead of paying it.`,
  prepayment: (name) => `${name} is a prepayment. It is paid with money, not with credit.`,
}

function stateOf({ finalizedAt, voidedAt, invoiceType }: Named): Unpayable {
  if (finalizedAt === null) return 'draft'
  if (voidedAt !== null) return 'cancelled'
  return invoiceType === 'credit_note' ? 'credit_note' : 'prepayment'
}

const nameOf = ({ number }: Named) => number ?? 'the draft'

export const otherCurrency = (document: Named): Problem =>
  conflict('other-currency', `${nameOf(document)} is in ${document.currency}, the payment is not.`, {
    invoiceId: document.invoiceId,
    currency: document.currency,
  })

export const otherClient = (document: Named): Problem =>
  conflict('other-client', `${nameOf(document)} belongs to another client than the payment.`, {
    invoiceId: document.invoiceId,
  })

export const paymentDiffers = (paymentId: string): Problem =>
  conflict('payment-differs', 'A payment with this reference has been recorded with another content.', {
    paymentId,
  })

export const alreadyReversed = (paymentId: string): Problem =>
  conflict('payment-already-reversed', 'This payment has been taken back already.', { paymentId })

export const tooLittleLeft = (unappliedMinor: number, currency: string): Problem =>
  conflict('too-little-left', 'There is not so much left on this payment.', { unappliedMinor, currency })

export function notAnAmount(field: string): Problem {
  const message = 'is not a positive amount of whole minor units'
  return badInput(`${field}: ${message}`, [{ field, reason: 'not-an-amount', message }])
}

export function tooMuchAllocated(): Problem {
  const message = 'come to more than the payment'
  return badInput(`allocations: ${message}`, [{ field: 'allocations', reason: 'too-much', message }])
}

export function documentTwice(): Problem {
  const message = 'name a document twice'
  return badInput(`allocations: ${message}`, [{ field: 'allocations', reason: 'twice', message }])
}
