import { faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { nameOf } from './references.ts'
import type { Company, Entity, KindName } from './state.ts'
import { begin, type Transaction } from './transaction.ts'

/** Papers that name customers on their lines, where no index sees them. */
const LOOKED_THROUGH = ['JournalEntry', 'Deposit', 'Purchase', 'Bill'] as const satisfies readonly KindName[]

/** Properties that name a customer, wherever they stand in a paper. */
const NAMING = new Set(['CustomerRef', 'EntityRef', 'Entity'])

/**
 * Two customers become one, as the web page of QuickBooks does it and the API does not: the loser's papers
 * pass to the winner, then the loser is gone. Change polls show it as deleted.
 */
export function mergeCustomers(
  company: Company,
  now: number,
  winnerId: string,
  loserId: string,
): { winner: Entity; loser: Entity } {
  const tx = begin(company, now)
  const winner = tx.mustGet('Customer', winnerId, 'winner')
  const loser = tx.mustGet('Customer', loserId, 'loser')
  refuseUnequal(company, winner, loser)
  const reference = { value: winner.Id, name: nameOf(winner) }
  for (const [kind, paper] of papersOf(tx, loser.Id)) {
    const passed = renamed(paper, loser.Id, reference) as JsonObject
    if (passed === paper) continue
    tx.put(kind, passed, 'linked')
    postAnew(tx, passed, loser.Id)
  }
  tx.remove('Customer', loser, winner.Id)
  tx.commit()
  return { winner: company.tables.Customer.rows.get(winner.Id) ?? winner, loser }
}

/** What somebody else paid on a paper that passes on, as a parent does for its sites, is booked on its new owner. */
function postAnew(tx: Transaction, passed: JsonObject, loserId: string): void {
  for (const link of (passed['LinkedTxn'] ?? []) as readonly JsonObject[]) {
    const payment = link['TxnType'] === 'Payment' ? tx.get('Payment', String(link['TxnId'])) : undefined
    const payer = payment?.['CustomerRef'] as JsonObject | undefined
    if (payment !== undefined && payer?.['value'] !== loserId) tx.put('Payment', payment, 'derived')
  }
}

function refuseUnequal(company: Company, winner: Entity, loser: Entity): void {
  if (winner.Id === loser.Id) throw faults.businessRule('A customer cannot be merged with itself.')
  if (winner['Active'] === false) throw faults.inactiveReference('winner')
  const read = (entity: Entity, name: string) => (entity[name] as JsonObject | undefined)?.['value']
  if (read(winner, 'CurrencyRef') !== read(loser, 'CurrencyRef')) {
    throw faults.businessRule('Customers in different currencies cannot be merged.')
  }
  if (read(winner, 'ParentRef') !== read(loser, 'ParentRef')) {
    throw faults.businessRule('Sub-customers can only be merged below the same parent.')
  }
  if ((company.childCustomers.get(loser.Id)?.size ?? 0) > 0) {
    throw faults.businessRule('A customer with sub-customers cannot be merged into another.')
  }
}

function papersOf(tx: Transaction, customerId: string): [KindName, Entity][] {
  const indexed = [...(tx.company.byCustomer.get(customerId) ?? [])].map((key): [KindName, string] => {
    const colon = key.indexOf(':')
    return [key.slice(0, colon) as KindName, key.slice(colon + 1)]
  })
  const others = LOOKED_THROUGH.flatMap((kind) =>
    [...tx.company.tables[kind].rows.keys()].map((id): [KindName, string] => [kind, id]),
  )
  return [...indexed, ...others].flatMap(([kind, id]): [KindName, Entity][] => {
    const paper = tx.get(kind, id)
    return paper === undefined ? [] : [[kind, paper]]
  })
}

/** The same value with one customer's references turned to another; untouched parts stay the same objects. */
function renamed(value: Json | undefined, from: string, to: JsonObject): Json | undefined {
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    const changed = items.map((each) => renamed(each, from, to) as Json)
    return changed.some((each, index) => each !== items[index]) ? changed : value
  }
  if (!isObject(value)) return value
  const changed: Record<string, Json | undefined> = {}
  let any = false
  for (const name in value) {
    const each = value[name]
    const names = NAMING.has(name) && isObject(each) && each['value'] === from
    changed[name] = names ? { ...each, ...to } : renamed(each, from, to)
    any ||= changed[name] !== each
  }
  return any ? changed : value
}
