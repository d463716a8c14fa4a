import type { Entity } from '../../company/state.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isObject } from '../../json.ts'

const WORD = 'Voided'

/** The service keeps no other mark of a void than an amount of zero and the word before the note. */
export const isVoided = (paper: Entity): boolean =>
  paper['TotalAmt'] === 0 && String(paper['PrivateNote'] ?? '').startsWith(WORD)

export function voidedNote(paper: Entity): string {
  const note = paper['PrivateNote']
  return typeof note === 'string' ? `${WORD} - ${note}`.slice(0, 4000) : WORD
}

const AMOUNTS = new Set([
  'Amount',
  'NetAmountTaxable',
  'OverrideDeltaAmount',
  'Qty',
  'TaxInclusiveAmt',
  'TotalTax',
  'UnitPrice',
])

/** The same value with every amount in it at zero. */
export function zeroed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(zeroed)
  if (!isObject(value)) return value
  const empty: Record<string, Json | undefined> = {}
  for (const name in value) {
    const each = value[name]
    if (each === undefined) continue
    empty[name] = AMOUNTS.has(name) ? 0 : zeroed(each)
  }
  return empty satisfies JsonObject
}
