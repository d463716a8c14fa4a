import { cents, shareCents, timesCents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'

/** The smallest amount of a currency, in hundredths: a yen is not divided. */
export const unitOf = (currency: string): number => (currency === 'JPY' ? 100 : 1)

/** A share of an amount, rounded half up to what the currency can pay. */
export function share(hundredths: number, factor: number, per: number, unit: number): number {
  return unit === 1 ? shareCents(hundredths, factor, per) : shareCents(hundredths, factor, per * unit) * unit
}

/** Hundredths of an amount in a document, which its currency has to be able to pay. */
export function payable(value: number, unit: number, element: string): number {
  const hundredths = cents(value)
  if (hundredths % unit !== 0) throw faults.invalidAmount(element, String(value))
  return hundredths
}

/** Whether an amount is a price times a quantity, rounded half up once to what the currency can pay. */
export const isProduct = (hundredths: number, price: number, quantity: number, unit: number): boolean =>
  timesCents(price, quantity, unit === 1 ? 2 : 0) === hundredths

export const centsIn = (object: JsonObject, name: string): number => cents(Number(object[name] ?? 0))
