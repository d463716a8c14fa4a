import type { Entity } from '../../company/state.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { payable, share } from './money.ts'
import type { SoldLine, TaxedLine } from './lines.ts'
import { refusals } from './refusals.ts'
import { type Charge, type Rate, afterDiscount, charge, ratesOf, sumOf, taxLine } from './tax-rates.ts'
import type { TaxAnswer, TaxQuestion } from './tax.ts'

/** Outside the US every line names its own tax code, and the document says how its amounts are meant. */
export function taxedAbroad(question: TaxQuestion): TaxAnswer {
  const { settings, asked } = question
  const mode = settings.salesTax === 'off' ? 'NotApplicable' : (question.mode ?? 'TaxExcluded')
  if (mode === 'NotApplicable') return untaxed(question, asked)
  if (mode === 'TaxInclusive') return included(question)
  const lines = question.lines.sold.map((each) => coded(question, each))
  const charges = honoured(question, chargesByRate(question, lines))
  return answer(lines, charges, sumOf(charges), mode)
}

interface CodedLine extends TaxedLine {
  rates: readonly Rate[]
}

function untaxed({ lines, settings }: TaxQuestion, asked: JsonObject | undefined): TaxAnswer {
  const isEmpty =
    asked === undefined || (Number(asked['TotalTax'] ?? 0) === 0 && Object.keys(asked).length < 2)
  if (settings.salesTax !== 'off' && !isEmpty) throw faults.taxDetailNotApplicable()
  return {
    detail: { TotalTax: 0 },
    cents: 0,
    mode: 'NotApplicable',
    lines: lines.sold.map(({ sale }) =>
      sale === undefined ? undefined : { cents: sale.cents, taxCode: undefined, gross: undefined },
    ),
  }
}

function answer(
  lines: readonly (TaxedLine | undefined)[],
  charges: readonly Charge[],
  cents: number,
  mode: string,
): TaxAnswer {
  const detail = {
    TotalTax: amount(cents),
    TaxLine: charges.length === 0 ? undefined : charges.map(taxLine),
  }
  return { detail, cents, lines, mode }
}

/** The line with its code: its own, else the item's, else the customer's. Without one nothing is saved. */
function coded({ tx, customer }: TaxQuestion, { sale }: SoldLine): CodedLine | undefined {
  if (sale === undefined) return undefined
  const idOf = (value: JsonObject[string]) =>
    (value as JsonObject | undefined)?.['value'] as string | undefined
  const id = sale.taxCode ?? idOf(sale.item?.['SalesTaxCodeRef']) ?? idOf(customer['DefaultTaxCodeRef'])
  if (id === undefined) throw refusals.noTaxCode()
  const code: Entity = tx.mustGet('TaxCode', id, 'TaxCodeRef')
  if (code['Active'] === false) throw faults.inactiveReference('TaxCodeRef')
  return { cents: sale.cents, taxCode: id, gross: sale.gross, rates: ratesOf(tx, code) }
}

/** Each rate once, in the order the lines bring them, on all it is charged on; rounded once a document. */
function chargesByRate(question: TaxQuestion, lines: readonly (CodedLine | undefined)[]): Charge[] {
  const nets = new Map<string, { rate: Rate; net: number }>()
  for (const line of lines) {
    for (const rate of line?.rates ?? []) {
      const net = (nets.get(rate.id)?.net ?? 0) + (line?.cents ?? 0)
      nets.set(rate.id, { rate, net })
    }
  }
  return [...nets.values()].map(({ rate, net }) => charge(rate, afterDiscount(question, net), question.unit))
}

/** Amounts of tax that the caller brings, one for each rate, stand in place of the computed ones. */
function honoured({ asked, unit }: TaxQuestion, charges: readonly Charge[]): Charge[] {
  const given = (asked?.['TaxLine'] ?? []) as readonly JsonObject[]
  const brought = new Map<string, number>()
  for (const line of given) {
    const detail = line['TaxLineDetail'] as JsonObject | undefined
    const id = (detail?.['TaxRateRef'] as JsonObject | undefined)?.['value']
    if (typeof id !== 'string') throw faults.required('TaxLineDetail.TaxRateRef')
    if (line['Amount'] === undefined) throw faults.required('TaxLine.Amount')
    if (brought.has(id) || !charges.some((each) => each.rate.id === id)) {
      throw faults.invalidReference('TaxRateRef', 'each rate of the lines can be given once, and no other')
    }
    brought.set(id, payable(Number(line['Amount']), unit, 'Amount'))
  }
  return charges.map((each) => ({ ...each, cents: brought.get(each.rate.id) ?? each.cents }))
}

/** Amounts that include their tax: each line is parted by itself, so that the gross amounts add up. */
function included(question: TaxQuestion): TaxAnswer {
  if (question.lines.discount !== undefined) {
    throw faults.unmodelled('discounts on amounts that include their tax')
  }
  const lines = question.lines.sold.map((each) => parted(question, coded(question, each)))
  const byCode = new Map<string, { rates: readonly Rate[]; net: number; tax: number }>()
  for (const line of lines) {
    if (line === undefined) continue
    const code = byCode.get(line.taxCode ?? '') ?? { rates: line.rates, net: 0, tax: 0 }
    const tax = (line.gross ?? line.cents) - line.cents
    byCode.set(line.taxCode ?? '', { ...code, net: code.net + line.cents, tax: code.tax + tax })
  }
  const charges = honoured(
    question,
    merged([...byCode.values()].flatMap((each) => spread(each, question.unit))),
  )
  return answer(lines, charges, sumOf(charges), 'TaxInclusive')
}

function parted({ unit }: TaxQuestion, line: CodedLine | undefined): CodedLine | undefined {
  if (line === undefined) return undefined
  const percent = line.rates.reduce((sum, each) => sum + each.percent, 0)
  const tax = share(line.cents, percent, 100, unit)
  const gross = line.gross ?? line.cents + tax
  // A net and a gross amount that both came may differ from the tax by a rounding and no more.
  const tolerance = line.rates.length === 0 ? 0 : unit
  if (Math.abs(gross - line.cents - tax) > tolerance) {
    throw faults.businessRule('Amount and TaxInclusiveAmt of a line do not agree with its tax code.')
  }
  return { ...line, gross }
}

/** The tax of one code over its rates; the last takes what rounding leaves. */
function spread(code: { rates: readonly Rate[]; net: number; tax: number }, unit: number): Charge[] {
  let left = code.tax
  return code.rates.map((rate, index) => {
    const computed = charge(rate, code.net, unit)
    const cents = index === code.rates.length - 1 ? left : computed.cents
    left -= cents
    return { ...computed, computed: cents, cents }
  })
}

/** Codes may share a rate; it is shown once. */
function merged(charges: readonly Charge[]): Charge[] {
  const byRate = new Map<string, Charge>()
  for (const each of charges) {
    const known = byRate.get(each.rate.id)
    byRate.set(
      each.rate.id,
      known === undefined
        ? each
        : {
            rate: each.rate,
            net: known.net + each.net,
            computed: known.computed + each.computed,
            cents: known.cents + each.cents,
          },
    )
  }
  return [...byRate.values()]
}
