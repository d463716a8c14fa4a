import type { CompanyFacts, References } from '../../../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from '../../../core/document.ts'
import { taxKey } from '../../../core/missing.ts'
import { amountOf } from '../wire.ts'
import { isProduct } from './quantity.ts'

const LONGEST_DESCRIPTION = 4000

/** One line for each of ours, those of nothing included: what the client was shown is what the books show. */
export const linesOf = (document: CanonicalDocument, references: References, facts: CompanyFacts): object[] =>
  document.lines.map((line) => ({
    DetailType: 'SalesItemLineDetail',
    // Always the net amount before tax: a discount is in it and not a line of its own, since QuickBooks
    // knows but one discount for the whole document and spreads it over the taxes in its own way.
    Amount: amountOf(line.netMinor, document.currency),
    // Words alone are cut to what fits; nothing is decided by them.
    ...(line.description === '' ? {} : { Description: line.description.slice(0, LONGEST_DESCRIPTION) }),
    SalesItemLineDetail: {
      ItemRef: { value: itemOf(line, references) },
      ...quantityAndPrice(line, document.currency),
      ...taxCode(line, references, facts),
    },
  }))

/** Both or neither: QuickBooks refuses a line whose amount is not quantity times price to the cent. */
function quantityAndPrice(line: CanonicalLine, currency: string): object {
  const { quantity, unitPriceMinor, discountMinor, netMinor } = line
  if (discountMinor !== 0 || !isProduct(quantity, unitPriceMinor, netMinor, currency)) return {}
  return { Qty: Number(quantity), UnitPrice: amountOf(unitPriceMinor, currency) }
}

/** A company that charges no sales tax at all has no codes, and takes none. */
function taxCode(line: CanonicalLine, references: References, { lineTax }: CompanyFacts): object {
  if (lineTax === 'none') return {}
  return { TaxCodeRef: { value: lineTax === 'code' ? codeOf(line, references) : flagOf(line) } }
}

/** In the US a line is taxed or not. A rate of zero is not: marked as taxed, the company's own rate would fall on it. */
const flagOf = (line: Pick<CanonicalLine, 'taxes'>): 'TAX' | 'NON' =>
  line.taxes.some((each) => each.ratePpm > 0) ? 'TAX' : 'NON'

/** They are listed among the codes, and no tax is reckoned by them. */
export const FLAGS: ReadonlySet<string> = new Set(['TAX', 'NON'])

function itemOf({ serviceId, id }: CanonicalLine, { itemIds, fallbackItemId }: References): string {
  const item = serviceId === null ? fallbackItemId : itemIds.get(serviceId)
  if (item === undefined || item === null) throw new Error(`Line ${id} has no item to be sold as.`)
  return item
}

export function codeOf(line: CanonicalLine, { taxCodeIds }: References): string {
  const code = taxCodeIds.get(taxKey(line))
  if (code === undefined) throw new Error(`Line ${line.id} has no tax code.`)
  return code
}
