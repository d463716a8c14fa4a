import type { CompanyFacts, References } from '../../../adapter.ts'
import type { CanonicalDocument } from '../../../core/document.ts'
import { headOf } from './head.ts'
import { linesOf } from './lines.ts'
import { taxOf } from './tax.ts'

/**
 * A credit memo as QuickBooks is given it. Its amounts are what is credited, positive on both sides. It
 * falls due never, so it has neither a due date nor terms, which QuickBooks would refuse.
 */
export const creditMemoBody = (
  document: CanonicalDocument,
  references: References,
  facts: CompanyFacts,
): object => ({
  ...headOf(document, references, facts),
  Line: linesOf(document, references, facts),
  ...taxOf(document, references, facts),
})
