import type { JsonObject } from '../json.ts'
import { emptyLedger } from './ledger.ts'
import { KIND_NAMES, emptyTable, type Company, type Entity, type KindName } from './state.ts'
import { begin, countPast } from './transaction.ts'

export interface CompanyOptions {
  realmId: string
  name: string
  /** ISO code of two letters; US companies tax by TAX and NON, others by tax code. */
  country?: string
  homeCurrency?: string
  user?: string
}

/** A company with nothing in it; `opening.ts` gives it accounts, taxes and settings. */
export function emptyCompany({
  realmId,
  name,
  country = 'US',
  homeCurrency = 'USD',
  user = 'Dana Ledger',
}: CompanyOptions): Company {
  return {
    realmId,
    name,
    country,
    homeCurrency,
    user,
    tables: Object.fromEntries(KIND_NAMES.map((kind) => [kind, emptyTable()])) as Company['tables'],
    counters: {},
    lastStamp: 0,
    sequence: 0,
    lateUntil: new Map(),
    ledger: emptyLedger(),
    names: new Map(),
    numbers: new Map(),
    byCustomer: new Map(),
    childCustomers: new Map(),
  }
}

/** Puts objects in as they are, ids included: for opening balances, samples and recorded companies. */
export function plant(
  company: Company,
  now: number,
  objects: readonly (readonly [KindName, JsonObject])[],
): Entity[] {
  const tx = begin(company, now)
  const planted = objects.map(([kind, object]) => tx.put(kind, object, 'created'))
  tx.commit()
  for (const [index, [kind]] of objects.entries()) countPast(company, kind, planted[index]?.Id ?? '')
  return planted
}
