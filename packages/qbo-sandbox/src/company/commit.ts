import { amount } from '../decimal.ts'
import type { JsonObject } from '../json.ts'
import { kindOf } from '../kinds/all.ts'
import { stampSeconds } from '../time.ts'
import { arrange } from './fields.ts'
import { mustBalance, post, type Touched } from './ledger.ts'
import type { Company, Entity, KindName } from './state.ts'
import { keyOf } from './state.ts'
import type { Staged, Transaction } from './transaction.ts'

/** Writes what was staged: rows, order of change, indexes, entries, and the balances that follow from them. */
export function commit(
  company: Company,
  at: number,
  staged: Iterable<Staged>,
  counters: Readonly<Record<string, number>>,
  get: Transaction['get'],
): void {
  const changes = [...staged]
  const entries = changes.map((each) => entriesOf(company, each, get))
  company.lastStamp = at
  Object.assign(company.counters, counters)
  const touched: Touched = { accounts: new Set(), customers: new Set(), vendors: new Set() }
  for (const [index, change] of changes.entries()) {
    write(company, at, change)
    const postings = entries[index]
    if (postings !== undefined) post(company.ledger, change.kind, change.id, postings, touched)
  }
  moveBalances(company, at, touched)
  company.heard?.(changes, at)
}

/** Computed before anything is written, so that a defect in them leaves the books as they were. */
function entriesOf(company: Company, change: Staged, get: Transaction['get']) {
  const kind = kindOf(change.kind)
  if (kind.post === undefined) return undefined
  const postings = change.after === undefined ? [] : kind.post(change.after, company, get)
  mustBalance(change.kind, { Id: change.id }, postings)
  return postings
}

function write(company: Company, at: number, change: Staged): void {
  const table = company.tables[change.kind]
  const before = table.rows.get(change.id)
  if (change.after === undefined) {
    table.rows.delete(change.id)
    table.removed.add(change.id)
  } else {
    table.rows.set(change.id, change.after)
  }
  note(company, change.kind, change.id, at)
  index(company, change.kind, change.id, before, change.after)
}

/** Puts the object at the end of the order of change. */
function note(company: Company, kind: KindName, id: string, at: number): void {
  const table = company.tables[kind]
  company.sequence += 1
  table.changes.push({ at, sequence: company.sequence, id })
  table.latest.set(id, company.sequence)
  if (table.changes.length > 1000 + 2 * table.latest.size) {
    table.changes = table.changes.filter((each) => table.latest.get(each.id) === each.sequence)
  }
}

/** Keeps names, numbers and customers findable. */
export function index(
  company: Company,
  kindName: KindName,
  id: string,
  before: Entity | undefined,
  after: Entity | undefined,
): void {
  const kind = kindOf(kindName)
  const nameOf = (entity: Entity | undefined) => {
    const unique = entity === undefined ? undefined : kind.uniqueName?.(entity)
    return unique === undefined ? undefined : `${unique.space}\n${unique.name.toLowerCase()}`
  }
  const oldName = nameOf(before)
  const newName = nameOf(after)
  if (oldName !== newName) {
    if (oldName !== undefined && company.names.get(oldName) === id) company.names.delete(oldName)
    if (newName !== undefined) company.names.set(newName, id)
  }
  if (kindName === 'Customer') move(company.childCustomers, parentIn(before), parentIn(after), id)
  if (kind.family !== 'transaction') return
  const oldNumber = before?.['DocNumber']
  const newNumber = after?.['DocNumber']
  if (oldNumber !== newNumber) {
    if (typeof oldNumber === 'string') dropNumber(company, `${kindName}\n${oldNumber}`, id)
    if (typeof newNumber === 'string') {
      const key = `${kindName}\n${newNumber}`
      company.numbers.set(key, [...(company.numbers.get(key) ?? []), id])
    }
  }
  move(company.byCustomer, customerOf(before), customerOf(after), keyOf(kindName, id))
}

/** One member out of one set and into another. */
function move(
  sets: Map<string, Set<string>>,
  from: string | undefined,
  to: string | undefined,
  member: string,
): void {
  if (from === to) return
  if (from !== undefined) sets.get(from)?.delete(member)
  if (to === undefined) return
  const own = sets.get(to)
  if (own === undefined) sets.set(to, new Set([member]))
  else own.add(member)
}

function dropNumber(company: Company, key: string, id: string): void {
  const left = (company.numbers.get(key) ?? []).filter((each) => each !== id)
  if (left.length === 0) company.numbers.delete(key)
  else company.numbers.set(key, left)
}

const customerOf = (entity: Entity | undefined) => referenceIn(entity, 'CustomerRef')
const parentIn = (entity: Entity | undefined) => referenceIn(entity, 'ParentRef')

function referenceIn(entity: Entity | undefined, name: string): string | undefined {
  const reference = entity?.[name] as JsonObject | undefined
  const value = reference?.['value']
  return typeof value === 'string' ? value : undefined
}

/** Accounts that show a balance: income and expense run into the year's result instead. */
const BALANCE_SHEET = new Set(['Asset', 'Liability', 'Equity'])

function moveBalances(company: Company, at: number, touched: Touched): void {
  for (const id of touched.accounts) {
    const account = company.tables.Account.rows.get(id)
    if (account === undefined || !BALANCE_SHEET.has(String(account['Classification']))) continue
    const balance = amount(company.ledger.accounts.get(id) ?? 0)
    derive(company, at, 'Account', account, {
      CurrentBalance: balance,
      CurrentBalanceWithSubAccounts: balance,
    })
  }
  const families = new Set<string>()
  for (const id of touched.customers) {
    const customer = company.tables.Customer.rows.get(id)
    if (customer === undefined) continue
    const balance = amount(company.ledger.customers.get(id) ?? 0)
    derive(company, at, 'Customer', customer, { Balance: balance })
    for (let each: string | undefined = id; each !== undefined; each = parentOf(company, each))
      families.add(each)
  }
  for (const id of families) {
    const customer = company.tables.Customer.rows.get(id)
    if (customer === undefined) continue
    derive(company, at, 'Customer', customer, { BalanceWithJobs: amount(balanceWithJobs(company, id)) })
  }
  for (const id of touched.vendors) {
    const vendor = company.tables.Vendor.rows.get(id)
    // What is owed to a vendor stands as a credit in the books and as a plain amount on the vendor.
    const owed = amount(-(company.ledger.vendors.get(id) ?? 0))
    if (vendor !== undefined) derive(company, at, 'Vendor', vendor, { Balance: owed })
  }
}

/** The same object with a moved balance: the time moves, the token stays. */
function derive(company: Company, at: number, kind: KindName, entity: Entity, balances: JsonObject): void {
  if (Object.keys(balances).every((name) => entity[name] === balances[name])) return
  const after = arrange(kindOf(kind).fields, {
    ...entity,
    ...balances,
    MetaData: { ...entity.MetaData, LastUpdatedTime: stampSeconds(at) },
  }) as Entity
  company.tables[kind].rows.set(entity.Id, after)
  note(company, kind, entity.Id, at)
}

const parentOf = (company: Company, id: string) => parentIn(company.tables.Customer.rows.get(id))

function balanceWithJobs(company: Company, id: string): number {
  let sum = company.ledger.customers.get(id) ?? 0
  for (const child of company.childCustomers.get(id) ?? []) sum += balanceWithJobs(company, child)
  return sum
}
