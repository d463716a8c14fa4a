import type { CompanyFacts, Intent, References } from '../../../adapter.ts'
import type { CanonicalDocument } from '../../../core/document.ts'
import { markerOf } from '../../../core/marker.ts'

/** What invoices and credit memos say alike above their lines. */
export const headOf = (document: CanonicalDocument, references: References, facts: CompanyFacts): object => ({
  CustomerRef: { value: references.customerId },
  // Where the company numbers documents itself a number of ours would be taken and then given out again.
  // A number that is too long is sent as it is and refused: cut, it would be another document's.
  ...(facts.numbersItself ? {} : { DocNumber: document.number }),
  // Left out, the service would put in the day where its server stands.
  TxnDate: document.issueDate,
  // Always named: a company that learns a second currency later must not read it otherwise.
  CurrencyRef: { value: document.currency },
  ...exchangeRate(document, facts),
  // The marker is the first word, since a void puts its own before it and cuts at the end.
  PrivateNote: `${markerOf(document.id)} ${document.number}`,
})

/** Only a rate that we know for that day. Without one QuickBooks looks it up, which no guess of ours betters. */
function exchangeRate({ exchangeRate: rate, currency }: CanonicalDocument, facts: CompanyFacts): object {
  if (rate === undefined || !facts.multiCurrency || currency === facts.homeCurrency) return {}
  return { ExchangeRate: Number(rate) }
}

export const intentOf = (
  document: CanonicalDocument,
  references: References,
  facts: CompanyFacts,
): Intent => ({
  number: facts.numbersItself ? null : document.number,
  totalMinor: document.totalMinor,
  taxMinor: document.taxMinor,
  currency: document.currency,
  issueDate: document.issueDate,
  customerId: references.customerId,
  lineNetsMinor: document.lines.map((each) => each.netMinor),
})
