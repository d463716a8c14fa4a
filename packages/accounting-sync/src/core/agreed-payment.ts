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
  settles: payment.shares.map((each) => each.externalId),
  settlesKinds: payment.shares.map((each) => each.on),
})

/**
 * Whether nobody changed it over there since the two last agreed. Then whatever differs was changed here, and
 * is on its way there.
 */
export function isAsAgreed({ state, payment }: PaymentChange, agreed: Intent | null): boolean {
  if (agreed === null || payment === null || state !== 'standing') return false
  const theirs = agreedOn(payment)
  // What was agreed before anybody kept which documents those were is compared by its amounts.
  const lines = ({ lineNetsMinor, settles }: Intent) =>
    lineNetsMinor
      .map((each, at) => `${agreed.settles === undefined ? '' : settles?.[at]} ${each}`)
      .toSorted()
      .join()
  return (
    theirs.totalMinor === agreed.totalMinor &&
    theirs.currency === agreed.currency &&
    theirs.issueDate === agreed.issueDate &&
    lines(theirs) === lines(agreed)
  )
}
