import type { CompanyFacts, References, TaxCodeFacts } from '../../../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from '../../../core/document.ts'
import { taxKey } from '../../../core/missing.ts'
import { amountOf } from '../wire.ts'
import { codeOf, flagOf } from './lines.ts'

/** What a document says of its tax as a whole, beside what its lines say. */
export function taxOf(document: CanonicalDocument, references: References, facts: CompanyFacts): object {
  if (facts.lineTax === 'flag') return taxInTheUS(document, references)
  if (facts.lineTax === 'code') return taxAbroad(document, references, facts)
  // Told of any tax then, it would refuse the document; tax of ours shows as a difference in the answer. In
  // the US the word itself is refused.
  return facts.country === 'US' ? {} : { GlobalTaxCalculation: 'NotApplicable' }
}

/**
 * The total is told, and automated sales tax keeps to it. Companies that tax by groups of rates compute it
 * by themselves; they do it by the group that is named, where ours is mapped to one.
 */
function taxInTheUS(document: CanonicalDocument, references: References): object {
  const keys = new Set(document.lines.filter((line) => flagOf(line) === 'TAX').map(taxKey))
  const [only = ''] = keys
  const group = keys.size === 1 ? references.taxCodeIds.get(only) : undefined
  const isGroup = group !== undefined && group !== 'TAX' && group !== 'NON'
  return {
    TxnTaxDetail: {
      ...(isGroup ? { TxnTaxCodeRef: { value: group } } : {}),
      TotalTax: amountOf(document.taxMinor, document.currency),
    },
  }
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
