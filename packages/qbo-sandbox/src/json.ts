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

const written = new WeakMap<JsonObject, string>()

/** Text of a value, byte for byte as QuickBooks writes it. Objects are immutable, so each is written once. */
export function toJson(value: Json | undefined, key = ''): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return AMOUNTS.has(key) && value !== 0 ? value.toFixed(2) : String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    default:
      break
  }
  if (value === null) return 'null'
  if (isArray(value)) return `[${value.map((each) => toJson(each, key)).join(',')}]`
  const before = written.get(value)
  if (before !== undefined) return before
  let text = '{'
  for (const name in value) {
    const each = value[name]
    if (each === undefined) continue
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(name)}:${toJson(each, name)}`
  }
  text += '}'
  written.set(value, text)
  return text
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
