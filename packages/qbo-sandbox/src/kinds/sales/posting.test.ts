import { describe, expect, it } from 'vitest'
import { trialBalance } from '../../company/ledger.ts'
import { type Shop, openShop, saleOf } from './testing/shop.ts'

/** Accounts that carry something, in hundredths: debit above zero. */
const books = (shop: Shop) =>
  Object.fromEntries(
    trialBalance(shop.company.ledger).map((each) => [each.account, each.debit - each.credit]),
  )

const discount = {
  DetailType: 'DiscountLineDetail',
  DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
}
const taxed = (amount: number) => saleOf(amount, { TaxCodeRef: { value: 'TAX' } })

describe('the books', () => {
  it('take an invoice as receivable, income, tax and discount', () => {
    const shop = openShop()
    shop.sell('Invoice', shop.customer('Amy'), 0, { Line: [taxed(100), saleOf(50), discount] })
    // 100 and 50 sold, 15 off, 8 tax on the 100.
    expect(books(shop)).toEqual({ '1': -15_000, '84': 14_300, '86': 1500, '90': -800 })
  })

  it('book each item to its own income', () => {
    const shop = openShop()
    const more = { Type: 'NonInventory', IncomeAccountRef: { value: '79' } }
    const item = shop.create('Item', { Name: 'Cable', ...more })
    const line = saleOf(20, { ItemRef: { value: item.Id } })
    shop.sell('Invoice', shop.customer('Amy'), 0, { Line: [line, saleOf(5)] })
    expect(books(shop)).toEqual({ '1': -500, '79': -2000, '84': 2500 })
  })

  it('take a credit memo the other way round, and a refund from the bank', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    shop.sell('CreditMemo', customer, 0, { Line: [taxed(10)] })
    expect(books(shop)).toEqual({ '1': 1000, '84': -1080, '90': 80 })
    shop.sell('RefundReceipt', customer, 0, { Line: [taxed(10)], DepositToAccountRef: { value: '35' } })
    expect(books(shop)).toEqual({ '1': 2000, '35': -1080, '84': -1080, '90': 160 })
  })

  it('take a payment as money and less receivable, applied or not', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const invoice = shop.sell('Invoice', customer, 100)
    shop.pay(customer, 80, [[invoice, 30]])
    expect(books(shop)).toEqual({ '1': -10_000, '4': 8000, '84': 2000 })
  })

  it('book what a rate gained or lost between the invoice and its payment', () => {
    const shop = openShop({ multiCurrency: true })
    const customer = shop.customer('Amélie', { CurrencyRef: { value: 'EUR' } })
    const invoice = shop.sell('Invoice', customer, 100, { ExchangeRate: 1.1 })
    const memo = shop.sell('CreditMemo', customer, 50, { ExchangeRate: 1.3 })
    shop.pay(
      customer,
      60,
      [
        [invoice, 100],
        [memo, 50],
      ],
      { ExchangeRate: 1.2 },
    )
    const abroad = [...shop.company.tables.Account.rows.values()].find(
      (each) => each['Name'] === 'Accounts Receivable (A/R) - EUR',
    )
    // Left is 10 unapplied at 1.2; 110 owed less 65 credit were settled by 60 in money.
    expect(books(shop)).toEqual({ '1': -4500, '4': 7200, [abroad?.Id ?? '']: -1200, '91': -1500 })
    expect(shop.company.ledger.customers.get(customer.Id)).toBe(-1000)
  })

  it('forget a paper that is deleted or voided', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    shop.voided('Invoice', shop.sell('Invoice', customer, 0, { Line: [taxed(100), discount] }).Id)
    shop.remove('Invoice', shop.sell('Invoice', customer, 100).Id)
    shop.remove('CreditMemo', shop.sell('CreditMemo', customer, 100).Id)
    expect(books(shop)).toEqual({})
    expect(shop.read('Customer', customer.Id)['Balance']).toBe(0)
  })
})
