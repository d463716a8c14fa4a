import { restored, snapshotOf, stateHash } from '../../../company/snapshot.ts'
import type { Company, KindName } from '../../../company/state.ts'
import { Fault } from '../../../fault.ts'

/** Does a step; when the company refuses it, nothing may have changed. Tells whether it was done. */
export function attempt(company: Company, step: () => unknown): boolean {
  const before = stateHash(company)
  try {
    step()
    return true
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (stateHash(company) !== before) throw new Error('A refused step left a trace', { cause: error })
    return false
  }
}

/** One of the ids of a kind, chosen by a number; an id that is not there when the kind is empty. */
export function some(company: Company, kind: KindName, choice: number): string {
  const ids = [...company.tables[kind].rows.keys()]
  return ids[choice % Math.max(ids.length, 1)] ?? '999999'
}

/** What is computed from the rows as the company keeps it, and as it is when built anew. */
export function indexes(company: Company) {
  const sorted = <T>(map: Map<string, T>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const members = (sets: Map<string, Set<string>>) =>
    sorted(sets)
      .map(([key, set]) => [key, [...set].toSorted()] as const)
      .filter(([, set]) => set.length > 0)
  const of = (each: Company) => ({
    names: sorted(each.names),
    numbers: sorted(each.numbers).map(([key, ids]) => [key, ids.toSorted()]),
    children: members(each.childCustomers),
    byCustomer: members(each.byCustomer),
    accounts: sorted(each.ledger.accounts),
    customers: sorted(each.ledger.customers),
    vendors: sorted(each.ledger.vendors),
  })
  const again = restored(structuredClone(snapshotOf(company)))
  return { kept: of(company), rebuilt: of(again), sameHash: stateHash(again) === stateHash(company) }
}
