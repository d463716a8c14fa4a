import { z } from 'zod'
import type { Found, PaymentReferences, Prepared } from '../../../adapter.ts'
import { markerOf } from '../../../core/marker.ts'
import { paymentReference, type CanonicalPayment } from '../../../core/payment.ts'
import { amountOf, minorFrom, reference, UnreadableAmount, wireAmount } from '../wire.ts'
import { markerIn } from './found.ts'

/** A payment as QuickBooks is given it. Its lines are all or nothing, so they are always told whole. */
export function preparePayment(payment: CanonicalPayment, references: PaymentReferences): Prepared {
  const { currency, amountMinor, date } = payment
  const { customerId, depositAccountId } = references
  const number = paymentReference(payment.id)
  const body = {
    CustomerRef: { value: customerId },
    TotalAmt: amountOf(amountMinor, currency),
    CurrencyRef: { value: currency },
    TxnDate: date,
    PaymentRefNum: number,
    // The reference is too short for an id, and the note cannot be asked for: each does what the other cannot.
    PrivateNote: markerOf(payment.id),
    ...(depositAccountId === null ? {} : { DepositToAccountRef: { value: depositAccountId } }),
    Line: payment.allocations.map((each) => ({
      Amount: amountOf(each.amountMinor, currency),
      LinkedTxn: [{ TxnId: documentOf(each.documentId, references), TxnType: 'Invoice' }],
    })),
  }
  return {
    body: JSON.stringify(body),
    intent: {
      number,
      totalMinor: amountMinor,
      taxMinor: 0,
      currency,
      issueDate: date,
      customerId,
      lineNetsMinor: payment.allocations.map((each) => each.amountMinor),
      settles: payment.allocations.map((each) => documentOf(each.documentId, references)),
    },
  }
}

function documentOf(documentId: string, { documentIds }: PaymentReferences): string {
  const found = documentIds.get(documentId)
  if (found === undefined) throw new Error(`Document ${documentId} is not there to be paid.`)
  return found
}

const paymentRow = z.looseObject({
  Id: z.string(),
  SyncToken: z.string(),
  TxnDate: z.string(),
  CurrencyRef: reference,
  CustomerRef: reference,
  TotalAmt: wireAmount,
  UnappliedAmt: wireAmount.nullish(),
  PaymentRefNum: z.string().nullish(),
  PrivateNote: z.string().nullish(),
  Line: z
    .array(
      z.looseObject({
        Amount: wireAmount.nullish(),
        LinkedTxn: z.array(z.looseObject({ TxnId: z.string() })).nullish(),
      }),
    )
    .nullish(),
})

/** What was applied stands in its lines, so that less than was meant shows as a difference in them. */
export function foundPayment(object: unknown): Found | undefined {
  const read = paymentRow.safeParse(object)
  if (!read.success) return undefined
  const row = read.data
  const currency = row.CurrencyRef.value
  const note = row.PrivateNote ?? ''
  try {
    const totalMinor = minorFrom(row.TotalAmt, currency)
    return {
      externalId: row.Id,
      version: row.SyncToken,
      number: row.PaymentRefNum ?? null,
      totalMinor,
      balanceMinor: minorFrom(row.UnappliedAmt ?? 0, currency),
      taxMinor: null,
      currency,
      issueDate: row.TxnDate.slice(0, 10),
      customerId: row.CustomerRef.value,
      lineNetsMinor: (row.Line ?? []).map((each) => minorFrom(each.Amount ?? 0, currency)),
      settles: (row.Line ?? []).map((each) => each.LinkedTxn?.[0]?.TxnId ?? ''),
      marker: markerIn(note),
      // One that links credit is of zero from the first.
      voided: totalMinor === 0 && (row.Line ?? []).length === 0 && note.startsWith('Voided'),
    }
  } catch (error) {
    if (error instanceof UnreadableAmount) return undefined
    throw error
  }
}
