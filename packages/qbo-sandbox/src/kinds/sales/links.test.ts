import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { faultsInBooks } from './testing/books.ts'
import { type Shop, openShop, saleOf } from './testing/shop.ts'

const balance = (shop: Shop, kind: 'Invoice' | 'CreditMemo', paper: Entity) =>
  shop.read(kind, paper.Id)['Balance']
const unapplied = (shop: Shop, payment: Entity) => shop.read('Payment', payment.Id)['UnappliedAmt']
const applied = (shop: Shop, payment: Entity) =>
  (shop.read('Payment', payment.Id)['Line'] as JsonObject[]).map((each) => each['Amount'])

/** An invoice of 100, paid by 30 of one payment, 20 of another, and 40 of a memo. */
function covered() {
  const shop = openShop()
  const customer = shop.customer('Amy')
  const invoice = shop.sell('Invoice', customer, 100)
  const memo = shop.sell('CreditMemo', customer, 70)
  const early = shop.pay(customer, 30, [[invoice, 30]])
  const late = shop.pay(customer, 50, [[invoice, 20]])
  const credit = shop.pay(customer, 0, [
    [invoice, 40],
    [memo, 40],
  ])
  return { shop, customer, invoice, memo, early, late, credit }
}

describe('an invoice that is voided', () => {
  it('gives every payment its money back and every memo its credit, each with a new token', () => {
    const { shop, invoice, memo, early, late, credit } = covered()
    shop.voided('Invoice', invoice.Id)
    expect([unapplied(shop, early), unapplied(shop, late), unapplied(shop, credit)]).toEqual([30, 50, 0])
    expect([early, late, credit].map((each) => applied(shop, each))).toEqual([[], [], []])
    expect([early, late, credit].map((each) => shop.read('Payment', each.Id).SyncToken)).toEqual([
      '1',
      '1',
      '1',
    ])
    expect([balance(shop, 'Invoice', invoice), balance(shop, 'CreditMemo', memo)]).toEqual([0, 70])
    expect(shop.read('Invoice', invoice.Id)['LinkedTxn']).toEqual([])
    expect(faultsInBooks(shop.company)).toEqual([])
  })
})

describe('an invoice that is deleted', () => {
  it('has to be unlinked first', () => {
    const { shop, invoice } = covered()
    expect(shop.refusal(() => shop.remove('Invoice', invoice.Id))).toBe('800')
    shop.voided('Invoice', invoice.Id)
    expect(shop.refusal(() => shop.remove('Invoice', invoice.Id))).toBe('none')
  })

  it('or leaves its payments unapplied, by choice', () => {
    const { shop, invoice, memo, early } = covered()
    shop.choose('Sandbox.DeleteLinked', 'unlink')
    shop.remove('Invoice', invoice.Id)
    expect([unapplied(shop, early), balance(shop, 'CreditMemo', memo)]).toEqual([30, 70])
    expect(faultsInBooks(shop.company)).toEqual([])
  })
})

describe('an invoice that is lowered below what covers it', () => {
  it('gives the surplus back, from the latest payment on', () => {
    const { shop, invoice, memo, early, late, credit } = covered()
    const lowered = shop.edit('Invoice', invoice.Id, { Line: [saleOf(45)] })
    expect([lowered['Balance'], balance(shop, 'CreditMemo', memo)]).toEqual([0, 70])
    expect([early, late, credit].map((each) => applied(shop, each))).toEqual([[30], [15], []])
    expect(unapplied(shop, late)).toBe(35)
    const left = lowered['LinkedTxn'] as JsonObject[]
    expect(left.map((each) => each['TxnId'])).toEqual([early.Id, late.Id])
    expect(faultsInBooks(shop.company)).toEqual([])
  })

  it('only owes less while enough is open', () => {
    const { shop, invoice, late } = covered()
    const stood = shop.read('Payment', late.Id)
    expect(shop.edit('Invoice', invoice.Id, { Line: [saleOf(95)] })['Balance']).toBe(5)
    expect(shop.read('Payment', late.Id)).toBe(stood)
    expect(shop.edit('Invoice', invoice.Id, { Line: [saleOf(195)] })['Balance']).toBe(105)
  })
})

describe('a credit memo', () => {
  it('that is lowered takes its credit from what it paid', () => {
    const { shop, invoice, memo, credit } = covered()
    const lowered = shop.edit('CreditMemo', memo.Id, { Line: [saleOf(25)] })
    expect([lowered['Balance'], lowered['RemainingCredit']]).toEqual([0, 0])
    expect([applied(shop, credit), balance(shop, 'Invoice', invoice)]).toEqual([[25, 25], 25])
    expect(faultsInBooks(shop.company)).toEqual([])
  })

  it('cannot be voided, and is deleted only when it is not used', () => {
    const { shop, memo, credit } = covered()
    expect(shop.refusal(() => shop.voided('CreditMemo', memo.Id))).toBe('5030')
    expect(shop.refusal(() => shop.remove('CreditMemo', memo.Id))).toBe('800')
    shop.remove('Payment', credit.Id)
    expect(shop.refusal(() => shop.remove('CreditMemo', memo.Id))).toBe('none')
  })
})

describe('a paper that is linked', () => {
  it('stays with its customer', () => {
    const { shop, invoice } = covered()
    const other = { CustomerRef: { value: shop.customer('Bob').Id } }
    expect(shop.refusal(() => shop.edit('Invoice', invoice.Id, other))).toBe('6000')
  })

  it('stays with its rate of exchange', () => {
    const shop = openShop({ multiCurrency: true })
    const customer = shop.customer('Amélie', { CurrencyRef: { value: 'EUR' } })
    const invoice = shop.sell('Invoice', customer, 100, { ExchangeRate: 1.1 })
    expect(shop.refusal(() => shop.edit('Invoice', invoice.Id, { ExchangeRate: 1.2 }))).toBe('none')
    shop.pay(customer, 10, [[invoice, 10]], { ExchangeRate: 1.3 })
    expect(shop.refusal(() => shop.edit('Invoice', invoice.Id, { ExchangeRate: 1.1 }))).toBe('6000')
  })
})
