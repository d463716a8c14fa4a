import {
  CannotBeSaid,
  type AccountingAdapter,
  type ApplicationReferences,
  type Intent,
  type Prepared,
  type SettledKind,
} from '../../../adapter.ts'
import type { CanonicalApplication } from '../../../core/application.ts'
import { markerOf } from '../../../core/marker.ts'
import { paymentReference } from '../../../core/payment.ts'
import { amountOf } from '../wire.ts'

const TYPES = { invoice: 'Invoice', credit_memo: 'CreditMemo', journal: 'JournalEntry' } as const

/** A payment of zero, which takes from the memo what it puts on the invoice. */
export function prepareApplication(
  { id, date, currency, amountMinor }: CanonicalApplication,
  { customerId, memoId, invoiceId }: ApplicationReferences,
): Prepared {
  const number = paymentReference(id)
  const intent: Intent = {
    number,
    totalMinor: 0,
    taxMinor: 0,
    currency,
    issueDate: date,
    customerId,
    lineNetsMinor: [amountMinor, amountMinor],
    settles: [invoiceId, memoId],
    settlesKinds: ['invoice', 'credit_memo'],
  }
  const body = {
    CustomerRef: { value: customerId },
    TotalAmt: 0,
    CurrencyRef: { value: currency },
    TxnDate: date,
    PaymentRefNum: number,
    PrivateNote: markerOf(id),
    Line: linesOf(intent),
  }
  return { body: JSON.stringify(body), intent }
}

const linesOf = ({ settles = [], settlesKinds = [], lineNetsMinor, currency }: Intent): object[] =>
  settles.map((TxnId, at) => ({
    Amount: amountOf(lineNetsMinor[at] ?? 0, currency),
    LinkedTxn: [{ TxnId, TxnType: typeOf(settlesKinds[at] ?? 'invoice') }],
  }))

function typeOf(kind: SettledKind): string {
  if (kind === 'other')
    throw new CannotBeSaid('unsupported_operation', 'the payment has a line of a kind that is not known here')
  return TYPES[kind]
}

/** Deleted where it says nothing else, since a void would stay there as a payment of nothing. */
export const takeOff: NonNullable<AccountingAdapter['takeOff']> = ({ externalId, version }, was, left) => {
  const standing = { Id: externalId, SyncToken: version }
  if (left === null) return { action: 'delete', body: JSON.stringify(standing), intent: nothingOf(was) }
  const body = {
    ...standing,
    sparse: true,
    CustomerRef: { value: left.customerId },
    TotalAmt: amountOf(left.totalMinor, left.currency),
    Line: linesOf(left),
  }
  return { action: 'update', body: JSON.stringify(body), intent: left }
}

const nothingOf = (was: Intent): Intent => ({
  ...was,
  totalMinor: 0,
  lineNetsMinor: [],
  settles: [],
  settlesKinds: [],
})
