import type { Entity, KindName } from '../../company/state.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Random } from '../../ports.ts'
import { kindOf } from '../../kinds/all.ts'
import { between, oneOf } from '../dice.ts'
import type { Hand } from '../others-hand.ts'

/** Where the bookkeeper sits: a company, an hour, and what comes to mind. */
export interface Desk extends Hand {
  random: Random
}

/** Something the bookkeeper does: in words, or `undefined` when there is nothing to do it to. */
export type Act = (desk: Desk) => string | undefined

const TRIES = 60

/**
 * Some object that suits. Ids are guessed first, so that a big company costs no more than a small one; only
 * where few suit is everything looked through.
 */
export function some(
  { company, random }: Desk,
  kind: KindName,
  suits: (row: Entity) => boolean = () => true,
): Entity | undefined {
  const { rows } = company.tables[kind]
  if (rows.size === 0) return undefined
  const highest = (company.counters[kindOf(kind).idsFrom] ?? 1) - 1
  for (let tries = 0; tries < TRIES; tries += 1) {
    const row = rows.get(String(between(random, 1, highest)))
    if (row !== undefined && suits(row)) return row
  }
  const all = [...rows.values()].filter(suits)
  return all.length === 0 ? undefined : oneOf(random, all)
}

export const isActive = (row: Entity) => row['Active'] !== false
export const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0)
export const linesOf = (paper: JsonObject) => (paper['Line'] ?? []) as readonly JsonObject[]
export const idIn = (reference: Json | undefined) => String((reference as JsonObject | undefined)?.['value'])

export const isOpen = (paper: Entity) => number(paper['Balance']) > 0
export const isLive = (paper: Entity) => number(paper['TotalAmt']) > 0

/** A customer's open invoices, the oldest first. */
export function openInvoices({ company }: Desk, customerId: string): Entity[] {
  return [...(company.byCustomer.get(customerId) ?? [])]
    .filter((key) => key.startsWith('Invoice:'))
    .flatMap((key) => company.tables.Invoice.rows.get(key.slice('Invoice:'.length)) ?? [])
    .filter(isOpen)
    .toSorted((a, b) => Number(a.Id) - Number(b.Id))
}

/** Id of some account of a type that stands ready. */
export function accountOf({ company }: Desk, type: string): string | undefined {
  for (const account of company.tables.Account.rows.values()) {
    if (account['AccountType'] === type && isActive(account)) return account.Id
  }
  return undefined
}

/** An amount up to so much, to the cent; to the whole where the currency has no cents. */
export function part({ random }: Desk, of: number, currency: Json | undefined): number {
  const unit = idIn(currency) === 'JPY' ? 1 : 100
  return Math.max(Math.floor(of * unit * random.next()), 1) / unit
}
