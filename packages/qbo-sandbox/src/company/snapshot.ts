import { createHash } from 'node:crypto'
import { index } from './commit.ts'
import { emptyCompany } from './company.ts'
import { post, type Posting } from './ledger.ts'
import { KIND_NAMES, type Change, type Company, type Entity, type KindName } from './state.ts'

/**
 * A company as text and back. Indexes are not kept, they follow from the rows; entries are, since they
 * were posted to the accounts of their day.
 */
export interface CompanySnapshot {
  realmId: string
  name: string
  country: string
  homeCurrency: string
  user: string
  counters: Record<string, number>
  lastStamp: number
  sequence: number
  lateUntil: [string, number][]
  tables: Record<string, { rows: Entity[]; removed: string[]; changes: Change[] }>
  entries: [string, readonly Posting[]][]
}

export function snapshotOf(company: Company): CompanySnapshot {
  const { realmId, name, country, homeCurrency, user, counters, lastStamp, sequence } = company
  const tables: CompanySnapshot['tables'] = {}
  for (const kind of KIND_NAMES) {
    const table = company.tables[kind]
    if (table.latest.size === 0) continue
    tables[kind] = {
      rows: [...table.rows.values()],
      removed: [...table.removed],
      changes: table.changes.filter((each) => table.latest.get(each.id) === each.sequence),
    }
  }
  return {
    realmId,
    name,
    country,
    homeCurrency,
    user,
    counters: Object.fromEntries(Object.entries(counters).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    lastStamp,
    sequence,
    lateUntil: [...company.lateUntil].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    tables,
    entries: [...company.ledger.entries].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  }
}

export function restored(snapshot: CompanySnapshot): Company {
  const company = emptyCompany(snapshot)
  company.counters = { ...snapshot.counters }
  company.lastStamp = snapshot.lastStamp
  company.sequence = snapshot.sequence
  company.lateUntil = new Map(snapshot.lateUntil)
  const touched = { accounts: new Set<string>(), customers: new Set<string>(), vendors: new Set<string>() }
  for (const kind of KIND_NAMES) {
    const saved = snapshot.tables[kind]
    if (saved === undefined) continue
    const table = company.tables[kind]
    for (const row of saved.rows) {
      table.rows.set(row.Id, row)
      index(company, kind, row.Id, undefined, row)
    }
    table.removed = new Set(saved.removed)
    table.changes = saved.changes.map((each) => ({ ...each }))
    table.latest = new Map(saved.changes.map((each) => [each.id, each.sequence]))
  }
  for (const [key, postings] of snapshot.entries) {
    const [kind, id] = key.split(':') as [KindName, string]
    post(company.ledger, kind, id, postings, touched)
  }
  return company
}

/** One short word for the whole state: equal states have equal words. */
export function stateHash(company: Company): string {
  return createHash('sha256')
    .update(JSON.stringify(snapshotOf(company)))
    .digest('hex')
}
