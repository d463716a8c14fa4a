import type { Entity } from '../../company/state.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { payable, share } from './money.ts'
import type { TaxedLine, SoldLine } from './lines.ts'
import { type Charge, afterDiscount, charge, ratesOf, sumOf, taxLine } from './tax-rates.ts'
import type { TaxAnswer, TaxQuestion } from './tax.ts'

/** In the US a line is taxed or not, and by how much is said once for the whole document. */
export function taxedInTheUS(question: TaxQuestion): TaxAnswer {
  const lines = question.lines.sold.map((each) => flagged(question, each))
  const taxable = lines.reduce((sum, each) => sum + (each?.taxCode === 'TAX' ? each.cents : 0), 0)
  const isTaxed = lines.some((each) => each?.taxCode === 'TAX')
  const { detail, cents } = onDocument(question, afterDiscount(question, taxable), isTaxed)
  return { detail, cents, lines, mode: undefined }
}

function flagged({ settings, customer }: TaxQuestion, { sale }: SoldLine): TaxedLine | undefined {
  if (sale === undefined) return undefined
  const { cents, taxCode, item } = sale
  if (taxCode !== undefined && taxCode !== 'TAX' && taxCode !== 'NON') throw faults.lineTaxCode()
  const usual =
    settings.salesTax !== 'off' && item?.['Taxable'] === true && customer['Taxable'] !== false ? 'TAX' : 'NON'
  return { cents, taxCode: taxCode ?? usual, gross: undefined }
}

function onDocument(
  question: TaxQuestion,
  net: number,
  isTaxed: boolean,
): { detail: JsonObject; cents: number } {
  const { tx, settings, unit, asked } = question
  const code = settings.salesTax === 'off' ? undefined : groupOf(question, isTaxed)
  if (code === undefined) return { detail: { TotalTax: 0 }, cents: 0 }
  const computed = ratesOf(tx, code).map((rate) => charge(rate, net, unit))
  const total = asked?.['TotalTax']
  const isOverridden = settings.salesTax === 'automated' && isTaxed && typeof total === 'number'
  const charges = isOverridden ? prorated(computed, payable(total, unit, 'TotalTax'), unit) : computed
  const cents = sumOf(charges)
  return {
    cents,
    detail: {
      TxnTaxCodeRef: { value: code.Id },
      TotalTax: amount(cents),
      TaxLine: charges.length === 0 ? undefined : charges.map(taxLine),
    },
  }
}

/**
 * The group of rates: automated sales tax puts its own in place of any other; else it is the one asked for,
 * or, once something is taxed, the customer's or the company's.
 */
function groupOf({ tx, settings, customer, asked }: TaxQuestion, isTaxed: boolean): Entity | undefined {
  const idOf = (value: JsonObject[string]) =>
    (value as JsonObject | undefined)?.['value'] as string | undefined
  const wanted = idOf(asked?.['TxnTaxCodeRef'])
  if (wanted === undefined && !isTaxed) return undefined
  const usual = settings.taxGroup
  const id =
    settings.salesTax === 'automated' ? usual : (wanted ?? idOf(customer['DefaultTaxCodeRef']) ?? usual)
  if (id === undefined) return undefined
  const code = tx.mustGet('TaxCode', id, 'TxnTaxCodeRef')
  if (code['TaxGroup'] !== true) throw faults.invalidReference('TxnTaxCodeRef', 'it is no group of taxes')
  return code
}

/** An order for the whole amount, spread over the rates by their percentages; the last takes what is left. */
function prorated(charges: readonly Charge[], total: number, unit: number): Charge[] {
  const weights = charges.map((each) => Math.round(each.rate.percent * 1_000_000))
  const whole = weights.reduce((sum, each) => sum + each, 0)
  let left = total
  return charges.map((each, index) => {
    const isLast = index === charges.length - 1
    const cents = isLast || whole === 0 ? left : share(total, weights[index] ?? 0, whole, unit)
    left -= cents
    return { ...each, cents }
  })
}
