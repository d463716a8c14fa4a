import { CannotBeSaid, type CompanyFacts, type References, type TaxCodeFacts } from '../../../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from '../../../core/document.ts'
import { isTaxed } from '../../../core/missing.ts'
import { amountOf } from '../wire.ts'
import { codeOf, FLAGS } from './lines.ts'

/** What a document says of its tax as a whole, beside what its lines say. */
export function taxOf(document: CanonicalDocument, references: References, facts: CompanyFacts): object {
  const { lineTax } = facts
  if (lineTax === 'code') return taxAbroad(document, references, facts)
  // Told of any tax then, it would refuse the document; tax of ours shows as a difference in the answer. In
  // the US the word itself is refused.
  if (lineTax === 'none') return facts.country === 'US' ? {} : { GlobalTaxCalculation: 'NotApplicable' }
  return taxInTheUS(document, lineTax === 'group' ? groupOf(document, references) : null)
}

/**
 * The total is told, and automated sales tax keeps to it. Companies that tax by groups of rates compute it
 * by themselves; they do it by the group that is named.
 */
const taxInTheUS = ({ taxMinor, currency }: CanonicalDocument, group: string | null): object => ({
  TxnTaxDetail: {
    ...(group === null ? {} : { TxnTaxCodeRef: { value: group } }),
    TotalTax: amountOf(taxMinor, currency),
  },
})

/** The one that all taxed lines mean; none where nothing is taxed. */
function groupOf({ lines }: CanonicalDocument, references: References): string | null {
  const [group = null, ...others] = new Set(lines.filter(isTaxed).map((each) => codeOf(each, references)))
  if (others.length > 0) throw new CannotBeSaid('taxes_apart', 'One group of taxes is named for a document.')
  // Links from before may still say whether a line is taxed, which is no group.
  if (group !== null && FLAGS.has(group))
    throw new CannotBeSaid('line_tax_code', `${group} is no group of taxes.`)
  return group
}

/** Amounts are net everywhere, and the tax of each rate is told, so that nothing is rounded anew over there. */
function taxAbroad(document: CanonicalDocument, references: References, facts: CompanyFacts): object {
  const total = { TotalTax: amountOf(document.taxMinor, document.currency) }
  const lines = taxLines(document, references, facts.taxCodes ?? [])
  return {
    GlobalTaxCalculation: 'TaxExcluded',
    TxnTaxDetail: lines.length === 0 ? total : { ...total, TaxLine: lines },
  }
}

interface RateTotal {
  id: string
  ratePpm: number
  netMinor: number
  taxMinor: number
}

/**
 * One for each of their rates. None at all when ours and theirs cannot be paired, or do not add up to our
 * total: a part of the truth would be taken for all of it. QuickBooks then computes, and the answer shows
 * what it came to.
 */
function taxLines(
  document: CanonicalDocument,
  references: References,
  codes: readonly TaxCodeFacts[],
): object[] {
  const totals = new Map<string, RateTotal>()
  for (const line of document.lines) {
    const shares = sharesOf(line, codes.find((each) => each.id === codeOf(line, references))?.rates ?? [])
    if (shares === undefined) return []
    for (const share of shares) {
      const known = totals.get(share.id)
      totals.set(share.id, {
        ...share,
        netMinor: (known?.netMinor ?? 0) + line.netMinor,
        taxMinor: (known?.taxMinor ?? 0) + share.taxMinor,
      })
    }
  }
  const rates = [...totals.values()]
  const sum = rates.reduce((all, each) => all + each.taxMinor, 0)
  return sum === document.taxMinor ? rates.map((each) => taxLine(each, document.currency)) : []
}

/** The taxes of a line by their rates; undefined when the percentages are not the same ones. */
function sharesOf(
  line: CanonicalLine,
  theirs: TaxCodeFacts['rates'],
): { id: string; ratePpm: number; taxMinor: number }[] | undefined {
  const free = [...theirs]
  const shares = line.taxes.map((tax) => {
    const at = free.findIndex((each) => each.ratePpm === tax.ratePpm)
    const [rate] = at < 0 ? [] : free.splice(at, 1)
    return rate === undefined ? undefined : { id: rate.id, ratePpm: rate.ratePpm, taxMinor: tax.taxMinor }
  })
  const paired = shares.filter((each) => each !== undefined)
  return paired.length === shares.length && free.every((each) => each.ratePpm === 0) ? paired : undefined
}

const taxLine = ({ id, ratePpm, netMinor, taxMinor }: RateTotal, currency: string): object => ({
  DetailType: 'TaxLineDetail',
  Amount: amountOf(taxMinor, currency),
  TaxLineDetail: {
    TaxRateRef: { value: id },
    PercentBased: true,
    TaxPercent: ratePpm / 10_000,
    NetAmountTaxable: amountOf(netMinor, currency),
  },
})
