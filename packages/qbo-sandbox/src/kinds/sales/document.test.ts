import { describe, expect, it } from 'vitest'
import { openShop, saleOf } from './testing/shop.ts'

describe('the number of a sales paper', () => {
  it('is the service’s own: it counts on from the highest of all sales papers', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const numbers = [
      shop.sell('Invoice', customer, 1),
      shop.sell('CreditMemo', customer, 1),
      shop.sell('RefundReceipt', customer, 1, { DepositToAccountRef: { value: '35' } }),
      shop.sell('Invoice', customer, 1, { DocNumber: '2000' }),
      shop.sell('Invoice', customer, 1, { DocNumber: 'A-9999' }),
      shop.sell('Invoice', customer, 1),
    ].map((each) => each['DocNumber'])
    expect(numbers).toEqual(['1001', '1002', '1003', '2000', 'A-9999', '2001'])
  })

  it('goes back when the highest is deleted or given up', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    shop.sell('Invoice', customer, 1)
    const high = shop.sell('Invoice', customer, 1, { DocNumber: '5000' })
    expect(shop.sell('Invoice', customer, 1)['DocNumber']).toBe('5001')
    shop.edit('Invoice', high.Id, { DocNumber: '4' })
    const [one, other] = [shop.sell('Invoice', customer, 1), shop.sell('Invoice', customer, 1)]
    expect([one['DocNumber'], other['DocNumber']]).toEqual(['5002', '5003'])
    shop.remove('Invoice', other.Id)
    shop.remove('Invoice', one.Id)
    expect(shop.sell('Invoice', customer, 1)['DocNumber']).toBe('5002')
  })

  it('is yours or none where the company numbers its papers itself, unless you ask for one', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    shop.prefer('SalesFormsPrefs', { CustomTxnNumbers: true })
    expect(shop.sell('Invoice', customer, 1)['DocNumber']).toBeUndefined()
    expect(shop.sell('Invoice', customer, 1, { DocNumber: 'X1' })['DocNumber']).toBe('X1')
    expect(shop.sell('Invoice', customer, 1, { DocNumber: 'AUTO_GENERATE' })['DocNumber']).toBe('1001')
  })

  it('may be used twice, unless the company warns of it and you do not insist', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const first = shop.sell('Invoice', customer, 1, { DocNumber: '7' })
    const second = shop.sell('Invoice', customer, 1, { DocNumber: '7' })
    expect(second['DocNumber']).toBe('7')
    shop.choose('WarnDuplicateDocNumber', 'true')
    const again = () => shop.sell('Invoice', customer, 1, { DocNumber: '7' })
    expect(shop.refusal(again)).toBe('6140')
    expect(again).toThrow(`DocNumber=7 is assigned to TxnType=Invoice with TxnId=${first.Id}`)
    const body = { CustomerRef: { value: customer.Id }, Line: [saleOf(1)], DocNumber: '7' }
    expect(shop.create('Invoice', body, 'allowduplicatedocnum')['DocNumber']).toBe('7')
    expect(shop.edit('Invoice', second.Id, { PrivateNote: 'Stays' })['DocNumber']).toBe('7')
    expect(shop.sell('CreditMemo', customer, 1, { DocNumber: '7' })['DocNumber']).toBe('7')
  })

  it('has 21 characters at most', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    expect(shop.refusal(() => shop.sell('Invoice', customer, 1, { DocNumber: 'x'.repeat(22) }))).toBe('2050')
  })
})

describe('the dates of an invoice', () => {
  it('are the service’s own day and a month from it, where nothing is said', () => {
    const shop = openShop()
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 1)
    expect([invoice['TxnDate'], invoice['DueDate']]).toEqual(['2026-03-10', '2026-04-09'])
    expect(invoice['SalesTermRef']).toBeUndefined()
  })

  it('follow its terms, else the customer’s, unless a due date is given', () => {
    const shop = openShop()
    const customer = shop.customer('Amy', { SalesTermRef: { value: '2' } })
    const due = (more: Parameters<typeof shop.sell>[3]) => shop.sell('Invoice', customer, 1, more)['DueDate']
    expect(due({})).toBe('2026-03-25')
    expect(due({ SalesTermRef: { value: '4' } })).toBe('2026-05-09')
    expect(due({ SalesTermRef: { value: '1' } })).toBe('2026-03-10')
    expect(due({ DueDate: '2026-12-31' })).toBe('2026-12-31')
  })

  it('fall on a day of the month where the terms say so: on the next one when this one is too near', () => {
    const shop = openShop()
    const customer = shop.customer('Amy', { SalesTermRef: { value: '5' } })
    const due = (TxnDate: string) => shop.sell('Invoice', customer, 1, { TxnDate })['DueDate']
    expect(due('2026-03-05')).toBe('2026-03-15')
    expect(due('2026-03-06')).toBe('2026-04-15')
    expect(due('2026-12-20')).toBe('2027-01-15')
    const Name = 'Last day'
    const last = shop.create('Term', { Name, Type: 'DATE_DRIVEN', DayOfMonthDue: 31, DueNextMonthDays: 0 })
    const more = { TxnDate: '2028-02-03', SalesTermRef: { value: last.Id } }
    expect(shop.sell('Invoice', customer, 1, more)['DueDate']).toBe('2028-02-29')
  })
})

describe('the currency of a document', () => {
  it('is the company’s where it knows one only', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const invoice = shop.sell('Invoice', customer, 1)
    expect(invoice['CurrencyRef']).toEqual({ value: 'USD', name: 'United States Dollar' })
    expect([invoice['ExchangeRate'], invoice['HomeTotalAmt'], invoice['HomeBalance']]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    const foreign = { CurrencyRef: { value: 'EUR' } }
    expect(shop.refusal(() => shop.sell('Invoice', customer, 1, foreign))).toBe('2220')
  })

  it('has to be said where there are several, and is the customer’s', () => {
    const shop = openShop({ multiCurrency: true })
    const customer = shop.customer('Amélie', { CurrencyRef: { value: 'EUR' } })
    const bare = { CustomerRef: { value: customer.Id }, Line: [saleOf(1)] }
    expect(shop.refusal(() => shop.create('Invoice', bare))).toBe('2020')
    const wrong = { ...bare, CurrencyRef: { value: 'USD' } }
    expect(shop.refusal(() => shop.create('Invoice', wrong))).toBe('6000')
  })

  it('is worth what the rate says, which is one where none is given', () => {
    const shop = openShop({ multiCurrency: true })
    const customer = shop.customer('Amélie', { CurrencyRef: { value: 'EUR' } })
    const invoice = shop.sell('Invoice', customer, 100, { ExchangeRate: 1.0855 })
    expect([invoice['TotalAmt'], invoice['HomeTotalAmt'], invoice['HomeBalance']]).toEqual([
      100, 108.55, 108.55,
    ])
    expect(shop.sell('Invoice', customer, 100)['ExchangeRate']).toBe(1)
    shop.pay(customer, 40, [[invoice, 40]], { ExchangeRate: 1.2 })
    expect(shop.read('Invoice', invoice.Id)['HomeBalance']).toBe(65.13)
  })

  it('pays whole units only where it has no smaller ones', () => {
    const shop = openShop({ multiCurrency: true })
    const customer = shop.customer('Aiko', { CurrencyRef: { value: 'JPY' } })
    const sold = (amount: number, detail = {}) =>
      shop.sell('Invoice', customer, 0, {
        Line: [saleOf(amount, { TaxCodeRef: { value: 'TAX' }, ...detail })],
      })
    expect(shop.refusal(() => sold(100.5))).toBe('2140')
    expect(shop.refusal(() => sold(33, { UnitPrice: 10.85, Qty: 3 }))).toBe('none')
    expect(shop.refusal(() => sold(32, { UnitPrice: 10.85, Qty: 3 }))).toBe('6070')
    // 22326.4968: rounded to hundredths first it would become 22326.50, and then a yen too much.
    expect(shop.refusal(() => sold(22_326, { UnitPrice: 10_874, Qty: 2.0532 }))).toBe('none')
    expect(shop.refusal(() => sold(22_327, { UnitPrice: 10_874, Qty: 2.0532 }))).toBe('6070')
    expect(sold(119)['TotalAmt']).toBe(129)
  })
})

describe('a refund receipt', () => {
  it('needs an account of money to be paid from, and leaves nothing open', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const refund = (more: Parameters<typeof shop.sell>[3]) => shop.sell('RefundReceipt', customer, 25, more)
    expect(shop.refusal(() => refund({}))).toBe('2020')
    expect(shop.refusal(() => refund({ DepositToAccountRef: { value: '79' } }))).toBe('6430')
    const paid = refund({ DepositToAccountRef: { value: '35' }, PaymentRefNum: '77' })
    expect([paid['TotalAmt'], paid['Balance'], paid['PaymentRefNum']]).toEqual([25, 0, '77'])
    expect(shop.read('Customer', customer.Id)['Balance']).toBe(0)
    expect(shop.read('Account', '35')['CurrentBalance']).toBe(-25)
    expect(shop.refusal(() => shop.voided('RefundReceipt', paid.Id))).toBe('5030')
    shop.remove('RefundReceipt', paid.Id)
    expect(shop.read('Account', '35')['CurrentBalance']).toBe(0)
  })
})
