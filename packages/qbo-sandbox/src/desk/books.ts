import { accountFor } from '../company/accounts.ts'
import type { Company, Entity, KindName } from '../company/state.ts'
import type { JsonObject } from '../json.ts'
import { centsOf, sum } from './money.ts'

/** What the desk reads out of a company: functions of its state, nothing kept. */

export const rows = (company: Company, kind: KindName): Entity[] => [...company.tables[kind].rows.values()]

export const active = (company: Company, kind: KindName): Entity[] =>
  rows(company, kind).filter((each) => each['Active'] !== false)

export const textOf = (entity: JsonObject | undefined, name: string): string => {
  const value = entity?.[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function refOf(entity: JsonObject | undefined, name: string): string {
  return textOf(entity?.[name] as JsonObject | undefined, 'value')
}

export const isOn = (entity: JsonObject | undefined, name: string): boolean => entity?.[name] === true

export function section(company: Company, name: string): JsonObject {
  return (company.tables.Preferences.rows.get('1')?.[name] ?? {}) as JsonObject
}

export const nameOf = (entity: Entity | undefined): string =>
  textOf(entity, 'FullyQualifiedName') || textOf(entity, 'DisplayName') || textOf(entity, 'Name')

export const customerName = (company: Company, paper: JsonObject): string =>
  textOf(company.tables.Customer.rows.get(refOf(paper, 'CustomerRef')), 'DisplayName')

export const byName = (all: readonly Entity[]): Entity[] =>
  all.toSorted((a, b) => {
    const [one, other] = [nameOf(a).toLowerCase(), nameOf(b).toLowerCase()]
    return one === other ? Number(a.Id) - Number(b.Id) : one < other ? -1 : 1
  })

/** Papers as a bookkeeper looks for them: the latest first. */
export const latestFirst = (all: readonly Entity[]): Entity[] => oldestFirst(all).toReversed()

export const oldestFirst = (all: readonly Entity[]): Entity[] =>
  all.toSorted((a, b) => {
    const [one, other] = [textOf(a, 'TxnDate'), textOf(b, 'TxnDate')]
    return one === other ? Number(a.Id) - Number(b.Id) : one < other ? -1 : 1
  })

/** The customers whose papers a payment of this one may cover: itself, and those below that are billed with it. */
export function billedWith(company: Company, customerId: string): string[] {
  const below = [...(company.childCustomers.get(customerId) ?? [])].filter((id) =>
    isOn(company.tables.Customer.rows.get(id), 'BillWithParent'),
  )
  return [customerId, ...below.flatMap((id) => billedWith(company, id))]
}

/** Papers of a customer, and of those billed with it, on which something is open; the oldest first. */
export function openPapers(company: Company, kind: 'Invoice' | 'CreditMemo', customerId: string): Entity[] {
  const keys = billedWith(company, customerId).flatMap((id) => [...(company.byCustomer.get(id) ?? [])])
  const papers = keys.flatMap((key) => {
    const [name, id = ''] = key.split(':')
    const paper = name === kind ? company.tables[kind].rows.get(id) : undefined
    return paper !== undefined && centsOf(paper['Balance']) > 0 ? [paper] : []
  })
  return oldestFirst(papers)
}

/** Everything a customer's papers are, the latest first. */
export function papersOf(company: Company, customerId: string): { kind: KindName; paper: Entity }[] {
  const found = [...(company.byCustomer.get(customerId) ?? [])].flatMap((key) => {
    const [kind, id = ''] = key.split(':') as [KindName, string]
    const paper = company.tables[kind].rows.get(id)
    return paper === undefined ? [] : [{ kind, paper }]
  })
  const order = new Map(latestFirst(found.map(({ paper }) => paper)).map((paper, index) => [paper, index]))
  return found.toSorted((a, b) => (order.get(a.paper) ?? 0) - (order.get(b.paper) ?? 0))
}

/** Payments that wait among the undeposited funds. */
export function undeposited(company: Company): Entity[] {
  const waiting = accountFor(company, 'undeposited')
  return oldestFirst(
    rows(company, 'Payment').filter(
      (each) =>
        refOf(each, 'DepositToAccountRef') === waiting &&
        centsOf(each['TotalAmt']) > 0 &&
        depositOf(each) === undefined,
    ),
  )
}

/** The deposit that took a payment to the bank. */
export const depositOf = (payment: Entity): string | undefined =>
  linksOf(payment).find((each) => each.type === 'Deposit')?.id

export function linksOf(object: JsonObject): { type: string; id: string }[] {
  const links = (object['LinkedTxn'] ?? []) as readonly JsonObject[]
  return links.map((each) => ({ type: textOf(each, 'TxnType'), id: textOf(each, 'TxnId') }))
}

export const linesOf = (paper: JsonObject): readonly JsonObject[] =>
  (paper['Line'] ?? []) as readonly JsonObject[]

export interface TrialBalance {
  rows: { account: Entity; debit: number; credit: number }[]
  debit: number
  credit: number
}

/** Every account that moved, with its sum on the side where it stands. */
export function trialBalance(company: Company): TrialBalance {
  const lines = rows(company, 'Account').flatMap((account) => {
    const cents = company.ledger.accounts.get(account.Id) ?? 0
    return cents === 0 ? [] : [{ account, debit: Math.max(cents, 0), credit: Math.max(-cents, 0) }]
  })
  return {
    rows: lines,
    debit: sum(lines.map((each) => each.debit)),
    credit: sum(lines.map((each) => each.credit)),
  }
}

export interface Receivable {
  customer: Entity
  balance: number
  overdue: number
  openInvoices: number
  credit: number
}

/** What each customer owes by the books, and what of it is past its day. */
export function receivables(company: Company, today: string): Receivable[] {
  return byName(rows(company, 'Customer')).flatMap((customer) => {
    const own = papersOf(company, customer.Id)
    const open = own.filter(({ kind, paper }) => kind === 'Invoice' && centsOf(paper['Balance']) > 0)
    const overdue = open.filter(({ paper }) => textOf(paper, 'DueDate') < today)
    const credit = own.map(({ kind, paper }) =>
      kind === 'CreditMemo'
        ? centsOf(paper['Balance'])
        : kind === 'Payment'
          ? centsOf(paper['UnappliedAmt'])
          : 0,
    )
    const line = {
      customer,
      balance: company.ledger.customers.get(customer.Id) ?? 0,
      overdue: sum(overdue.map(({ paper }) => centsOf(paper['Balance']))),
      openInvoices: open.length,
      credit: sum(credit),
    }
    return line.balance === 0 && line.openInvoices === 0 && line.credit === 0 ? [] : [line]
  })
}

/** Spreads an amount over what is open, the first first; answers what each gets. */
export function spread(total: number, open: readonly number[]): number[] {
  let left = Math.max(0, total)
  return open.map((each) => {
    const share = Math.min(left, each)
    left -= share
    return share
  })
}
