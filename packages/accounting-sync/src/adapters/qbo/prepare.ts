import type { AccountingAdapter, CompanyFacts, Prepared, References } from '../../adapter.ts'
import type { CanonicalDocument } from '../../core/document.ts'
import { creditMemoBody } from './map/credit-memo.ts'
import { intentOf } from './map/head.ts'
import { invoiceBody } from './map/invoice.ts'

/** Exactly what will be sent, and what the answer has to agree with. Throws on what has no counterpart there. */
export const prepare: AccountingAdapter['prepare'] = (
  document: CanonicalDocument,
  references: References,
  facts: CompanyFacts,
): Prepared => {
  const bodyOf = document.kind === 'invoice' ? invoiceBody : creditMemoBody
  return {
    body: JSON.stringify(bodyOf(document, references, facts)),
    intent: intentOf(document, references, facts),
  }
}
