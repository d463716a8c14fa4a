import { bareCompany, type OpeningOptions } from '../../../company/opening.ts'
import { create, read, remove, update, voidIt } from '../../../company/operations.ts'
import type { Company, Entity, KindName } from '../../../company/state.ts'
import { Fault } from '../../../fault.ts'
import type { JsonObject } from '../../../json.ts'

/** A company at work in a test: what a caller does to it in one word each. */
export interface Shop {
  company: Company
  create(kind: KindName, body: JsonObject, ...include: string[]): Entity
  /** A sparse update that holds the token as it stands. */
  edit(kind: KindName, id: string, changes: JsonObject, ...include: string[]): Entity
  /** A full update of what stands, changed. */
  replace(kind: KindName, id: string, changes: JsonObject): Entity
  remove(kind: KindName, id: string): Entity
  voided(kind: KindName, id: string): Entity
  read(kind: KindName, id: string): Entity
  /** The code of the refusal, or that there was none. */
  refusal(work: () => unknown): string
  prefer(section: string, changes: JsonObject): void
  /** Sets one of the sandbox's own choices. */
  choose(name: string, value: string): void
  customer(name: string, more?: JsonObject): Entity
  /** An invoice, memo or receipt of one line. */
  sell(kind: KindName, customer: Entity, amount: number, more?: JsonObject): Entity
  pay(customer: Entity, total: number, shares: readonly Paid[], more?: JsonObject): Entity
}

export type Paid = readonly [paper: Entity, amount: number]

export const NOON = Date.parse('2026-03-10T20:00:00Z')

export function openShop(options: Partial<OpeningOptions> = {}): Shop {
  return shopOf(bareCompany({ realmId: '1', name: 'Corner shop', ...options }, NOON))
}

export function shopOf(company: Company): Shop {
  let now = NOON
  const call = (kind: KindName, body: JsonObject, include: readonly string[] = []) => {
    now += 1000
    return { company, now, kind, body, options: { include: new Set(include) } }
  }
  const shop: Shop = {
    company,
    create: (kind, body, ...include) => create(call(kind, body, include)),
    edit(kind, id, changes, ...include) {
      const { SyncToken } = shop.read(kind, id)
      return update(call(kind, { Id: id, SyncToken, sparse: true, ...changes }, include))
    },
    replace: (kind, id, changes) => update(call(kind, { ...shop.read(kind, id), ...changes })),
    remove: (kind, id) => remove(call(kind, { Id: id, SyncToken: shop.read(kind, id).SyncToken })),
    voided: (kind, id) => voidIt(call(kind, { Id: id, SyncToken: shop.read(kind, id).SyncToken })),
    read: (kind, id) => read(company, kind, id),
    refusal(work) {
      try {
        work()
      } catch (error) {
        if (error instanceof Fault) return error.code
        throw error
      }
      return 'none'
    },
    prefer: (section, changes) => void shop.edit('Preferences', '1', { [section]: changes }),
    choose: (name, value) => shop.prefer('OtherPrefs', { NameValue: [{ Name: name, Value: value }] }),
    customer: (name, more = {}) => shop.create('Customer', { DisplayName: name, ...more }),
    sell: (kind, customer, amount, more = {}) =>
      shop.create(kind, {
        Line: [saleOf(amount)],
        CustomerRef: { value: customer.Id },
        ...inCurrencyOf(company, customer),
        ...more,
      }),
    pay: (customer, total, shares, more = {}) =>
      shop.create('Payment', {
        CustomerRef: { value: customer.Id },
        TotalAmt: total,
        Line: shares.map(([paper, amount]) => paidLine(paper, amount)),
        ...inCurrencyOf(company, customer),
        ...more,
      }),
  }
  return shop
}

/** A line that sells so much of the first item. */
export const saleOf = (amount: number, detail: JsonObject = {}): JsonObject => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: '1' }, ...detail },
})

/** Tells the kind of a paper by the fields it alone has. */
export function paidLine(paper: Entity, amount: number): JsonObject {
  const kind =
    'RemainingCredit' in paper
      ? 'CreditMemo'
      : 'TotalAmt' in paper && 'Adjustment' in paper
        ? 'JournalEntry'
        : 'Invoice'
  return { Amount: amount, LinkedTxn: [{ TxnId: paper.Id, TxnType: kind }] }
}

function inCurrencyOf(company: Company, customer: Entity): JsonObject {
  const currencies = company.tables.Preferences.rows.get('1')?.['CurrencyPrefs'] as JsonObject
  if (currencies['MultiCurrencyEnabled'] !== true) return {}
  return { CurrencyRef: { value: (customer['CurrencyRef'] as JsonObject)['value'] as string } }
}
