import type { CompanyFacts, References } from '../../../adapter.ts'
import type { CanonicalDocument } from '../../../core/document.ts'
import { headOf } from './head.ts'
import { linesOf } from './lines.ts'
import { taxOf } from './tax.ts'

/** An invoice as QuickBooks is given it. */
export const invoiceBody = (
  document: CanonicalDocument,
  references: References,
  facts: CompanyFacts,
): object => ({
  ...headOf(document, references, facts),
  // Told beside the terms: the terms may count otherwise over there, and the client was shown this day.
  DueDate: document.dueDate,
  ...(references.termsId === null ? {} : { SalesTermRef: { value: references.termsId } }),
  Line: linesOf(document, references, facts),
  ...taxOf(document, references, facts),
})
