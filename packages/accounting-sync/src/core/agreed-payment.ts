import type { Intent } from '../adapter.ts'
import type { PaymentChange, TheirPayment } from '../changes.ts'

/** What both sides agree on once ours is what theirs is. */
export const agreedOn = (payment: TheirPayment): Intent => ({
  number: payment.number,
  totalMinor: payment.totalMinor,
  taxMinor: 0,
  currency: payment.currency,
  issueDate: payment.date,
  customerId: payment.customerId,
  lineNetsMinor: payment.shares.map((each) => each.amountMinor),
})

/**
 * Whether nobody changed it over there since the two last agreed. Then whatever differs was changed here, and
 * is on its way there.
 */
export function isAsAgreed({ state, payment }: PaymentChange, agreed: Intent | null): boolean {
  if (agreed === null || payment === null || state !== 'standing') return false
  const theirs = agreedOn(payment)
  const sorted = (amounts: readonly number[]) => amounts.toSorted((a, b) => a - b).join()
  return (
    theirs.totalMinor === agreed.totalMinor &&
    theirs.currency === agreed.currency &&
    theirs.issueDate === agreed.issueDate &&
    sorted(theirs.lineNetsMinor) === sorted(agreed.lineNetsMinor)
  )
}
