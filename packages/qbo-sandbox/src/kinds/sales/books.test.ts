import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeCustomers } from '../../company/merge.ts'
import { restored, snapshotOf, stateHash } from '../../company/snapshot.ts'
import { KIND_NAMES, type Company, type Entity, type KindName } from '../../company/state.ts'
import { Fault } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { valueOf } from '../others/paper.ts'
import { faultsInBooks } from './testing/books.ts'
import { NOON, type Paid, type Shop, openShop, paidLine, saleOf, shopOf } from './testing/shop.ts'

/** Three numbers decide what a step does: to whom, to which, by how much. */
type Step = readonly [act: number, who: number, which: number, much: number]

const TAXES = ['TAX', 'NON']
const RATES = [1.1, 0.93, 1]

/** Stands for what is not there, and is refused. */
const nothing = { Id: '999999', SyncToken: '0' } as unknown as Entity

const customersOf = (shop: Shop) => [...shop.company.tables.Customer.rows.values()]
const oneOf = (shop: Shop, kind: KindName, which: number): Entity => {
  const rows = [...shop.company.tables[kind].rows.values()]
  const row = rows[which % Math.max(rows.length, 1)]
  return row ?? nothing
}

function linesOf(which: number, much: number): JsonObject[] {
  const lines = [saleOf(much, { TaxCodeRef: { value: TAXES[which % 2] ?? 'NON' } })]
  if (which % 3 === 0) lines.push(saleOf(-(much % 40), { TaxCodeRef: { value: 'NON' } }))
  if (which % 5 === 0) {
    lines.push({
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: true, DiscountPercent: which % 30 },
    })
  }
  return lines
}

function headFor(customer: Entity, which: number): JsonObject {
  const currency = (customer['CurrencyRef'] as JsonObject)['value']
  return {
    CustomerRef: { value: customer.Id },
    CurrencyRef: { value: String(currency) },
    ...(currency === 'EUR' ? { ExchangeRate: RATES[which % RATES.length] ?? 1 } : {}),
    TxnDate: `2026-03-${String(1 + (which % 28)).padStart(2, '0')}`,
  }
}

/** Mostly what the customer itself has open, now and then somebody else's, which is refused. */
function openOf(shop: Shop, kind: KindName, customer: Entity, which: number): Entity {
  const own = [...shop.company.tables[kind].rows.values()].filter(
    (each) => valueOf(each['CustomerRef']) === customer.Id && each['Balance'] !== 0,
  )
  return which % 7 === 0 ? oneOf(shop, kind, which) : (own[which % Math.max(own.length, 1)] ?? nothing)
}

function sharesFor(shop: Shop, customer: Entity, which: number, much: number): Paid[] {
  const kinds = ['Invoice', 'Invoice', 'JournalEntry', 'Invoice', 'CreditMemo'] as const
  return Array.from({ length: which % 4 }, (_, index): Paid => {
    const kind = kinds[(which + index) % kinds.length] ?? 'Invoice'
    const paper =
      kind === 'JournalEntry' ? oneOf(shop, kind, which) : openOf(shop, kind, customer, which + index)
    return [paper, Math.max(1, much >> (index + 1))]
  })
}

/** Credit of a memo put on an invoice, by a payment of nothing. */
function applyCredit(shop: Shop, customer: Entity, which: number, much: number): void {
  const invoice = openOf(shop, 'Invoice', customer, which)
  const memo = openOf(shop, 'CreditMemo', customer, which)
  const most = Math.min(Number(invoice['Balance'] ?? 0), Number(memo['Balance'] ?? 0))
  const amount = which % 5 === 0 ? much : most
  const shares: Paid[] = [
    [invoice, amount],
    [memo, amount],
  ]
  shop.pay(customer, 0, shares, headFor(customer, which))
}

function journal(shop: Shop, customer: Entity, which: number, much: number): void {
  const { TxnDate, CurrencyRef, ExchangeRate } = headFor(customer, which)
  const currency = (CurrencyRef as JsonObject)['value']
  const receivable = [...shop.company.tables.Account.rows.values()].find(
    (each) =>
      each['AccountSubType'] === 'AccountsReceivable' &&
      (each['CurrencyRef'] as JsonObject)['value'] === currency,
  )
  const line = (PostingType: string, account: string, more: JsonObject): JsonObject => ({
    Amount: much,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value: account }, ...more },
  })
  const party = { Entity: { Type: 'Customer', EntityRef: { value: customer.Id } } }
  const sides = which % 2 === 0 ? ['Credit', 'Debit'] : ['Debit', 'Credit']
  shop.create('JournalEntry', {
    TxnDate,
    CurrencyRef,
    ExchangeRate,
    Line: [line(sides[0] ?? '', receivable?.Id ?? '', party), line(sides[1] ?? '', '46', {})],
  })
}

function deposit(shop: Shop, which: number): void {
  const payment = oneOf(shop, 'Payment', which)
  const { CurrencyRef } = payment
  shop.create('Deposit', {
    DepositToAccountRef: { value: '35' },
    CurrencyRef,
    Line: [{ LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }] }],
  })
}

/** Where in the list below the acts begin that change what was done, and those that change settings. */
const CHANGING = 6
const SETTING = 20

type Act = (shop: Shop, customer: Entity, which: number, much: number) => void

const ACTS: readonly Act[] = [
  (shop, customer, which, much) =>
    shop.create('Invoice', { ...headFor(customer, which), Line: linesOf(which, much) }),
  (shop, customer, which, much) =>
    shop.create('Invoice', { ...headFor(customer, which), Line: linesOf(which, much) }),
  (shop, customer, which, much) =>
    shop.create('CreditMemo', { ...headFor(customer, which), Line: linesOf(which, much) }),
  (shop, customer, which, much) =>
    shop.pay(customer, much, sharesFor(shop, customer, which, much), headFor(customer, which)),
  (shop, customer, which, much) =>
    shop.pay(customer, much, sharesFor(shop, customer, which, much), headFor(customer, which)),
  applyCredit,
  journal,
  (shop, _, which, much) =>
    shop.edit('Invoice', oneOf(shop, 'Invoice', which).Id, { Line: linesOf(which, much) }),
  (shop, _, which, much) =>
    shop.edit('CreditMemo', oneOf(shop, 'CreditMemo', which).Id, { Line: linesOf(which, much) }),
  (shop, _, which, much) => {
    const payment = oneOf(shop, 'Payment', which)
    const customer = shop.company.tables.Customer.rows.get(valueOf(payment['CustomerRef'])) ?? nothing
    const shares = sharesFor(shop, customer, which, much)
    const Line = shares.map(([paper, amount]) => paidLine(paper, amount))
    shop.edit('Payment', payment.Id, { TotalAmt: much, Line })
  },
  (shop, _, which) => shop.edit('Payment', oneOf(shop, 'Payment', which).Id, { Line: [] }),
  (shop, _, which) => shop.voided('Invoice', oneOf(shop, 'Invoice', which).Id),
  (shop, _, which) => shop.voided('Payment', oneOf(shop, 'Payment', which).Id),
  (shop, _, which) => shop.remove('Invoice', oneOf(shop, 'Invoice', which).Id),
  (shop, _, which) => shop.remove('CreditMemo', oneOf(shop, 'CreditMemo', which).Id),
  (shop, _, which) => shop.remove('Payment', oneOf(shop, 'Payment', which).Id),
  (shop, _, which) => deposit(shop, which),
  (shop, _, which) => shop.remove('Deposit', oneOf(shop, 'Deposit', which).Id),
  (shop, _, which, much) =>
    shop.edit('Payment', oneOf(shop, 'Payment', which).Id, { PrivateNote: `Note ${much}` }),
  (shop, _, which) => {
    // In full and as it stands, which changes nothing.
    const invoice = oneOf(shop, 'Invoice', which)
    const after = shop.replace('Invoice', invoice.Id, {})
    expect(after).toBe(invoice)
  },
  (shop, _, which) => shop.prefer('SalesFormsPrefs', { AutoApplyCredit: which % 2 === 0 }),
  (shop, _, which) => shop.prefer('SalesFormsPrefs', { AutoApplyPayments: which % 2 === 0 }),
  (shop, _, which) => shop.choose('Sandbox.DeleteLinked', which % 2 === 0 ? 'unlink' : 'refuse'),
  (shop, _, which) => shop.choose('Sandbox.OverApplication', which % 2 === 0 ? 'refuse' : 'cap'),
  (shop, _, which, much) =>
    shop.create('RefundReceipt', {
      ...headFor(customersOf(shop)[0] as Entity, which),
      DepositToAccountRef: { value: '35' },
      Line: linesOf(which, much),
    }),
  (shop, customer, which) => {
    const other = customersOf(shop)[which % customersOf(shop).length] as Entity
    mergeCustomers(shop.company, NOON, other.Id, customer.Id)
  },
]

function take(shop: Shop, [act, who, which, much]: Step): boolean {
  const customers = customersOf(shop)
  try {
    ACTS[act]?.(shop, customers[who % customers.length] as Entity, which, much)
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

function stocked(): Shop {
  const shop = openShop({ multiCurrency: true })
  const parent = shop.customer('Parent')
  shop.customer('Site', { Job: true, ParentRef: { value: parent.Id }, BillWithParent: true })
  shop.customer('Abroad', { CurrencyRef: { value: 'EUR' } })
  shop.customer('Other')
  return shop
}

const tokensOf = (company: Company) =>
  new Map(
    KIND_NAMES.flatMap((kind) =>
      [...company.tables[kind].rows.values()].map(
        (each) => [`${kind}:${each.Id}`, Number(each.SyncToken)] as const,
      ),
    ),
  )

/** Selling and paying are what is done most, then changing what was done; settings change now and then. */
const act = fc.oneof(
  { weight: 5, arbitrary: fc.nat(CHANGING - 1) },
  { weight: 5, arbitrary: fc.integer({ min: CHANGING, max: SETTING - 1 }) },
  { weight: 2, arbitrary: fc.integer({ min: SETTING, max: ACTS.length - 1 }) },
)

const steps = fc.array(fc.tuple(act, fc.nat(3), fc.nat(60), fc.integer({ min: 1, max: 200 })), {
  minLength: 40,
  maxLength: 40,
})

it('keeps the books through any work: they balance, both sides of every link agree, and a refusal changes nothing', () => {
  const done = new Map<number, number>()
  fc.assert(
    fc.property(steps, (work) => {
      const shop = stocked()
      const { company } = shop
      let hash = stateHash(company)
      let tokens = tokensOf(company)
      for (const step of work) {
        const happened = take(shop, step)
        if (happened) done.set(step[0], (done.get(step[0]) ?? 0) + 1)
        const [after, stands] = [stateHash(company), tokensOf(company)]
        if (!happened) expect(after).toBe(hash)
        expect(faultsInBooks(company)).toEqual([])
        for (const [key, token] of tokens) expect(stands.get(key) ?? token).toBeGreaterThanOrEqual(token)
        hash = after
        tokens = stands
      }
      const twin = shopOf(restored(JSON.parse(JSON.stringify(snapshotOf(company)))))
      expect(stateHash(twin.company)).toBe(hash)
      const same = shopOf(company)
      for (const step of work.slice(0, 10)) expect(take(twin, step)).toBe(take(same, step))
      expect(stateHash(twin.company)).toBe(stateHash(company))
    }),
    { numRuns: 300 },
  )
  // Every kind of work was really done, not only refused.
  expect(ACTS.map((_, act) => (done.get(act) ?? 0) > 0)).toEqual(ACTS.map(() => true))
}, 60_000)
