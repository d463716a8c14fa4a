import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { balanceOf, openDesk, refTo, refusal } from '../lists/testing/desk.ts'
import { CARD, CHECKING, PAYABLE, RECEIVABLE, RENT, SERVICES, bought } from './testing/papers.ts'

const cash = { PaymentType: 'Cash', AccountRef: refTo(CHECKING) }
const own = (text: string) => text.replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\},/, '')

describe('a purchase', () => {
  it('shows its fields in the order of the wire', () => {
    const { make } = openDesk()
    const made = make('Purchase', {
      ...cash,
      EntityRef: { value: '8', type: 'Vendor' },
      DocNumber: 'Ref123',
      TxnDate: '2019-09-01',
      Line: [bought(246.9)],
    })
    expect(own(toJson(made))).toBe(
      '{"AccountRef":{"value":"35","name":"Checking"},"PaymentType":"Cash","EntityRef":{"value":"8","name":"Meridian Wholesale Computers","type":"Vendor"},"TotalAmt":246.90,"domain":"QBO","sparse":false,"DocNumber":"Ref123","TxnDate":"2019-09-01","CurrencyRef":{"value":"USD","name":"United States Dollar"},"Line":[{"Id":"1","Amount":246.90,"DetailType":"AccountBasedExpenseLineDetail","AccountBasedExpenseLineDetail":{"AccountRef":{"value":"17","name":"Rent or Lease"},"BillableStatus":"NotBillable","TaxCodeRef":{"value":"NON"}}}]}',
    )
  })

  it('takes from the bank what it spends; a credit gives back to the card', () => {
    const { company, make, drop } = openDesk()
    const paid = make('Purchase', { ...cash, Line: [bought(100), bought(-20)] })
    expect([balanceOf(company, CHECKING), balanceOf(company, RENT)]).toEqual([-8000, 8000])
    drop('Purchase', paid.Id)
    const card = { PaymentType: 'CreditCard', AccountRef: refTo(CARD) }
    make('Purchase', { ...card, Credit: true, Line: [bought(15)] })
    expect([balanceOf(company, CARD), balanceOf(company, RENT)]).toEqual([1500, -1500])
  })

  it('by item spends on the account the item is bought on', () => {
    const { company, make } = openDesk()
    const line = (amount: number, item = '6') => ({
      Amount: amount,
      DetailType: 'ItemBasedExpenseLineDetail',
      ItemBasedExpenseLineDetail: { ItemRef: refTo(item), UnitPrice: 12.345, Qty: 2 },
    })
    make('Purchase', { ...cash, Line: [line(24.69)] })
    expect(balanceOf(company, '80')).toBe(2469)
    expect(refusal(company, () => make('Purchase', { ...cash, Line: [line(24.7)] }))).toBe('6070')
    expect(refusal(company, () => make('Purchase', { ...cash, Line: [line(24.69, '1')] }))).toBe('6000')
  })

  it.each([
    ['no way of payment', { AccountRef: refTo(CHECKING), Line: [bought(1)] }, '2020'],
    ['no account', { PaymentType: 'Cash', Line: [bought(1)] }, '2020'],
    ['no lines', cash, '2020'],
    [
      'a card that is a bank',
      { PaymentType: 'CreditCard', AccountRef: refTo(CHECKING), Line: [bought(1)] },
      '6430',
    ],
    ['cash from a card', { PaymentType: 'Cash', AccountRef: refTo(CARD), Line: [bought(1)] }, '6430'],
    ['a credit in cash', { ...cash, Credit: true, Line: [bought(1)] }, '6000'],
    ['less than nothing', { ...cash, Line: [bought(-1)] }, '6000'],
    ['a line on receivables', { ...cash, Line: [bought(1, RECEIVABLE)] }, '5030'],
    ['a billable line', { ...cash, Line: [bought(1, RENT, { BillableStatus: 'Billable' })] }, '5030'],
    ['a longer number than 21', { ...cash, DocNumber: 'x'.repeat(22), Line: [bought(1)] }, '2050'],
    ['a tax detail', { ...cash, TxnTaxDetail: { TotalTax: 1 }, Line: [bought(1)] }, '5030'],
    ['another currency', { ...cash, CurrencyRef: refTo('EUR'), Line: [bought(1)] }, '2220'],
  ])('with %s is refused', (_what, body, code) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Purchase', body))).toBe(code)
  })

  it('outside the US is refused a code that would tax it', () => {
    const { company, make } = openDesk({ country: 'GB', homeCurrency: 'GBP' })
    const taxed = { ...cash, Line: [bought(1, RENT, { TaxCodeRef: refTo('2') })] }
    expect(refusal(company, () => make('Purchase', taxed))).toBe('5030')
    const exempt = { ...cash, Line: [bought(1, RENT, { TaxCodeRef: refTo('6') })] }
    expect(make('Purchase', exempt)['TotalAmt']).toBe(1)
  })
})

describe('a bill', () => {
  const body = { VendorRef: refTo('8'), TxnDate: '2019-09-01', Line: [bought(100), bought(146.9)] }

  it('shows its fields in the order of the wire', () => {
    const { make } = openDesk()
    const made = make('Bill', { ...body, DocNumber: 'Ref1', Line: [bought(246.9)] })
    expect(own(toJson(made))).toBe(
      '{"SalesTermRef":{"value":"3"},"DueDate":"2019-10-01","Balance":246.90,"domain":"QBO","sparse":false,"DocNumber":"Ref1","TxnDate":"2019-09-01","CurrencyRef":{"value":"USD","name":"United States Dollar"},"Line":[{"Id":"1","LineNum":1,"Amount":246.90,"DetailType":"AccountBasedExpenseLineDetail","AccountBasedExpenseLineDetail":{"AccountRef":{"value":"17","name":"Rent or Lease"},"BillableStatus":"NotBillable","TaxCodeRef":{"value":"NON"}}}],"VendorRef":{"value":"8","name":"Meridian Wholesale Computers"},"APAccountRef":{"value":"33","name":"Accounts Payable (A/P)"},"TotalAmt":246.90}',
    )
  })

  it('is owed to its vendor until it is changed or deleted', () => {
    const { company, make, change, drop, read } = openDesk()
    const { Id } = make('Bill', body)
    expect(read('Vendor', '8')).toMatchObject({ Balance: 246.9, SyncToken: '0' })
    expect(balanceOf(company, PAYABLE)).toBe(-24_690)
    change('Bill', Id, { Line: [bought(40)], VendorRef: refTo('9') })
    expect([read('Vendor', '8')['Balance'], read('Vendor', '9')['Balance']]).toEqual([0, 40])
    drop('Bill', Id)
    expect(read('Vendor', '9')['Balance']).toBe(0)
    expect(company.ledger.accounts.size).toBe(0)
  })

  it.each([
    [{ DueDays: 30 }, '2026-01-31', '2026-03-02'],
    [{ DayOfMonthDue: 15 }, '2026-01-10', '2026-01-15'],
    [{ DayOfMonthDue: 15 }, '2026-01-15', '2026-01-15'],
    [{ DayOfMonthDue: 15 }, '2026-12-16', '2027-01-15'],
    [{ DayOfMonthDue: 15, DueNextMonthDays: 10 }, '2026-01-10', '2026-02-15'],
    [{ DayOfMonthDue: 31 }, '2026-02-03', '2026-02-28'],
    [{ DayOfMonthDue: 31, DueNextMonthDays: 30 }, '2028-01-30', '2028-02-29'],
  ])('by the term %o and of %s is due on %s', (term, day, due) => {
    const { make } = openDesk()
    const { Id } = make('Term', { Name: 'Own', ...term })
    expect(make('Bill', { ...body, TxnDate: day, SalesTermRef: refTo(Id) })['DueDate']).toBe(due)
  })

  it('of a vendor without terms is due at once', () => {
    const { make } = openDesk()
    const { Id } = make('Vendor', { DisplayName: 'Corner shop' })
    expect(make('Bill', { ...body, VendorRef: refTo(Id) })['DueDate']).toBe('2019-09-01')
  })

  it.each([
    ['nobody to pay', { Line: [bought(1)] }, '2020'],
    ['a vendor that is a customer', { ...body, VendorRef: refTo('1') }, '2500'],
    ['an account that is no payable', { ...body, APAccountRef: refTo(CHECKING) }, '6430'],
    ['a payment', { ...body, LinkedTxn: [{ TxnId: '1', TxnType: 'BillPaymentCheck' }] }, '5030'],
    [
      'a line on income of a class unknown',
      { ...body, Line: [bought(1, SERVICES, { ClassRef: refTo('1') })] },
      '2500',
    ],
  ])('with %s is refused', (_what, refused, code) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Bill', refused))).toBe(code)
  })

  it('in another currency is owed in it, and at home in the books', () => {
    const { company, make, read } = openDesk({ multiCurrency: true })
    const { Id } = make('Vendor', { DisplayName: 'London', CurrencyRef: refTo('GBP') })
    const foreign = { ...body, VendorRef: refTo(Id), CurrencyRef: refTo('GBP'), ExchangeRate: 1.25 }
    const made = make('Bill', foreign)
    expect(made).toMatchObject({ Balance: 246.9, HomeBalance: 308.63, ExchangeRate: 1.25 })
    expect(read('Vendor', Id)['Balance']).toBe(246.9)
    expect(balanceOf(company, (made['APAccountRef'] as { value: string }).value)).toBe(-30_863)
    expect(refusal(company, () => make('Bill', { ...foreign, CurrencyRef: refTo('USD') }))).toBe('2220')
  })
})
