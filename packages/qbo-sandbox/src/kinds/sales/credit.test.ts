import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { type Shop, openShop } from './testing/shop.ts'

const linksOf = (paper: Entity) => paper['LinkedTxn'] as JsonObject[] | undefined
const linkTo = (payment: Entity) => ({ TxnId: payment.Id, TxnType: 'Payment' })
const balance = (shop: Shop, kind: 'Invoice' | 'CreditMemo', paper: Entity) =>
  shop.read(kind, paper.Id)['Balance']
const applied = (payment: Entity) => (payment['Line'] as JsonObject[]).map((each) => each['Amount'])

describe('credit', () => {
  function withMemo() {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const first = shop.sell('Invoice', customer, 100)
    const second = shop.sell('Invoice', customer, 60)
    return { shop, customer, first, second, memo: shop.sell('CreditMemo', customer, 70) }
  }

  it('is applied by a payment of nothing, and both papers know of it', () => {
    const { shop, customer, first, memo } = withMemo()
    const paid = shop.pay(customer, 0, [
      [first, 45],
      [memo, 45],
    ])
    expect([paid['TotalAmt'], paid['UnappliedAmt'], applied(paid)]).toEqual([0, 0, [45, 45]])
    expect(balance(shop, 'Invoice', first)).toBe(55)
    const left = shop.read('CreditMemo', memo.Id)
    expect([left['Balance'], left['RemainingCredit'], left.SyncToken]).toEqual([25, 25, '1'])
    expect(linksOf(left)).toEqual([linkTo(paid)])
    expect(linksOf(shop.read('Invoice', first.Id))).toEqual([linkTo(paid)])
  })

  it('has to come out even with what it pays when there is no money', () => {
    const { shop, customer, first, memo } = withMemo()
    const uneven = (charge: number, credit: number) => () =>
      shop.pay(customer, 0, [
        [first, charge],
        [memo, credit],
      ])
    expect(shop.refusal(uneven(50, 40))).toBe('6000')
    expect(shop.refusal(uneven(40, 50))).toBe('6000')
    expect(shop.refusal(uneven(90, 90))).toBe('6000')
    expect([balance(shop, 'Invoice', first), balance(shop, 'CreditMemo', memo)]).toEqual([100, 70])
  })

  it('may be mixed with money', () => {
    const { shop, customer, first, second, memo } = withMemo()
    const paid = shop.pay(customer, 100, [
      [first, 100],
      [second, 60],
      [memo, 70],
    ])
    expect(paid['UnappliedAmt']).toBe(10)
    expect(shop.read('Customer', customer.Id)['Balance']).toBe(-10)
  })

  it('of a journal entry is used up like any other', () => {
    const { shop, customer, first } = withMemo()
    const line = (PostingType: string, account: string, more: JsonObject): JsonObject => ({
      Amount: 30,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: { value: account }, ...more },
    })
    const party = { Entity: { Type: 'Customer', EntityRef: { value: customer.Id } } }
    const entry = shop.create('JournalEntry', {
      Line: [line('Debit', '46', {}), line('Credit', '84', party)],
    })
    const use = (amount: number) => () =>
      shop.pay(customer, 0, [
        [first, amount],
        [entry, amount],
      ])
    expect(shop.refusal(use(31))).toBe('6000')
    const paid = use(20)()
    expect(linksOf(shop.read('JournalEntry', entry.Id))).toEqual([linkTo(paid)])
    expect(balance(shop, 'Invoice', first)).toBe(80)
    expect(shop.refusal(use(11))).toBe('6000')
    expect(shop.refusal(() => shop.remove('JournalEntry', entry.Id))).toBe('800')
    shop.remove('Payment', paid.Id)
    expect(linksOf(shop.read('JournalEntry', entry.Id))).toBeUndefined()
    expect(shop.refusal(use(30))).toBe('none')
  })
})
