import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import type { TaxQuestion } from './tax.ts'
import { share } from './money.ts'

export interface Rate {
  id: string
  percent: number
}

/** One rate on a document: what it is charged on, what that comes to, and what is charged. */
export interface Charge {
  rate: Rate
  net: number
  computed: number
  cents: number
}

/** The rates of a code. Taxes on other taxes are not modelled. */
export function ratesOf(tx: Transaction, code: Entity): readonly Rate[] {
  const details = ((code['SalesTaxRateList'] as JsonObject | undefined)?.['TaxRateDetail'] ??
    []) as readonly JsonObject[]
  return details.map((each) => {
    if ((each['TaxTypeApplicable'] ?? 'TaxOnAmount') !== 'TaxOnAmount') {
      throw faults.unmodelled(`tax codes with ${String(each['TaxTypeApplicable'])}`)
    }
    const id = String((each['TaxRateRef'] as JsonObject)['value'])
    return { id, percent: Number(tx.mustGet('TaxRate', id, 'TaxRateRef')['RateValue']) }
  })
}

export function charge(rate: Rate, net: number, unit: number): Charge {
  const computed = share(net, rate.percent, 100, unit)
  return { rate, net, computed, cents: computed }
}

/** What of an amount is left to tax when the document's discount is taken off first. */
export function afterDiscount({ lines, afterDiscount: first, unit }: TaxQuestion, net: number): number {
  if (!first || lines.discount === undefined || lines.subtotal === 0) return net
  return net - share(lines.discount.cents, net, lines.subtotal, unit)
}

/** `TaxLine` as it is stored. A charge other than the computed one says by how much it differs. */
export function taxLine({ rate, net, computed, cents }: Charge): JsonObject {
  const delta = cents - computed
  return {
    Amount: amount(cents),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      TaxRateRef: { value: rate.id },
      PercentBased: true,
      TaxPercent: rate.percent,
      NetAmountTaxable: amount(net),
      OverrideDeltaAmount: delta === 0 ? undefined : amount(delta),
    },
  }
}

export const sumOf = (charges: readonly Charge[]): number =>
  charges.reduce((sum, each) => sum + each.cents, 0)
