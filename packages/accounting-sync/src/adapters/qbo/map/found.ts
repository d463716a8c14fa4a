import { z } from 'zod'
import type { Found } from '../../../adapter.ts'
import { minorFrom, reference, UnreadableAmount, wireAmount } from '../wire.ts'

/** A sales document in an answer, with what is compared; all else that it has is passed over. */
const salesDocument = z.looseObject({
  Id: z.string(),
  SyncToken: z.string(),
  DocNumber: z.string().nullish(),
  TxnDate: z.string(),
  CurrencyRef: reference,
  CustomerRef: reference,
  TotalAmt: wireAmount,
  Balance: wireAmount.nullish(),
  PrivateNote: z.string().nullish(),
  Line: z.array(z.looseObject({ Amount: wireAmount.nullish(), DetailType: z.string() })).nullish(),
  TxnTaxDetail: z.looseObject({ TotalTax: wireAmount.nullish() }).nullish(),
})

/** Undefined when it is no sales document, or when its amounts are none. */
export function foundIfReadable(object: unknown): Found | undefined {
  const read = salesDocument.safeParse(object)
  if (!read.success) return undefined
  try {
    return foundFrom(read.data)
  } catch (error) {
    if (error instanceof UnreadableAmount) return undefined
    throw error
  }
}

function foundFrom(document: z.infer<typeof salesDocument>): Found {
  const currency = document.CurrencyRef.value
  const minor = (amount: number | string) => minorFrom(amount, currency)
  const optional = (amount: number | string | null | undefined) => (amount == null ? null : minor(amount))
  const totalMinor = minor(document.TotalAmt)
  const note = document.PrivateNote ?? ''
  return {
    externalId: document.Id,
    version: document.SyncToken,
    number: document.DocNumber ?? null,
    totalMinor,
    balanceMinor: optional(document.Balance),
    taxMinor: optional(document.TxnTaxDetail?.TotalTax),
    currency,
    issueDate: document.TxnDate.slice(0, 10),
    customerId: document.CustomerRef.value,
    lineNetsMinor: (document.Line ?? []).filter(isOfSubstance).map((line) => {
      // A discount, which only people put there, is written as a positive amount that is taken off.
      const amount = minor(line.Amount ?? 0)
      return line.DetailType === 'DiscountLineDetail' ? 0 - amount : amount
    }),
    marker: markerIn(note),
    // There is no other mark of a void.
    voided: totalMinor === 0 && note.startsWith('Voided'),
  }
}

/** The service adds a subtotal by itself; lines of words alone have no amount. */
const isOfSubstance = ({ DetailType: type }: { DetailType: string }): boolean =>
  type !== 'SubTotalLineDetail' && type !== 'DescriptionOnly'

/** The first one, wherever in the note it stands: people write before and behind it. */
export const markerIn = (note: string): string | null => /\btieout:[\w-]+/.exec(note)?.[0] ?? null
