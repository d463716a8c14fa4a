/** Values as they come over the wire. Entities are never changed in place: every change makes a new one. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Amounts show two decimals, except zero, which is a bare 0. Prices, quantities and rates show what they have. */
const AMOUNTS = new Set([
  'Amount',
  'Balance',
  'BalanceWithJobs',
  'CurrentBalance',
  'CurrentBalanceWithSubAccounts',
  'HomeBalance',
  'HomeTotalAmt',
  'NetAmountTaxable',
  'OpenBalance',
  'OverrideDeltaAmount',
  'RemainingCredit',
  'TaxInclusiveAmt',
  'TotalAmt',
  'TotalTax',
  'UnappliedAmt',
])

/** In JSON a quotation mark inside a text has a backslash before it, so this finds properties and nothing else. */
const AMOUNT = new RegExp(`"(${[...AMOUNTS].join('|')})":(-?[\\d.]+)`, 'g')

const written = new WeakMap<JsonObject, string>()

/** Text of a value, byte for byte as QuickBooks writes it. Stored objects are immutable, so each is written once. */
export function toJson(value: JsonObject | readonly Json[]): string {
  const stored = isObject(value) && value['MetaData'] !== undefined ? value : undefined
  const before = stored && written.get(stored)
  if (before !== undefined) return before
  const text = JSON.stringify(value).replace(AMOUNT, (whole, name: string, number: string) =>
    number === '0' ? whole : `"${name}":${Number(number).toFixed(2)}`,
  )
  if (stored !== undefined) written.set(stored, text)
  return text
}
