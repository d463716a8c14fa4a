import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { balanceOf, list, openDesk, refTo, refusal } from '../lists/testing/desk.ts'
import { CARD, CHECKING, RECEIVABLE, SERVICES, UNDEPOSITED, banked, bankedPayment } from './testing/papers.ts'

const bank = { DepositToAccountRef: refTo(CHECKING) }

function deskWithPayments(options = {}) {
  const desk = openDesk(options)
  const paid = (amount: number, more = {}) =>
    desk.make('Payment', { CustomerRef: refTo('1'), TotalAmt: amount, ...more }).Id
  return { ...desk, paid }
}

describe('a deposit', () => {
  it('shows its fields in the order of the wire', () => {
    const { make } = openDesk()
    const made = make('Deposit', { ...bank, TxnDate: '2019-09-01', Line: [banked(123.45)] })
    expect(toJson(made).replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\},/, '')).toBe(
      '{"DepositToAccountRef":{"value":"35","name":"Checking"},"TotalAmt":123.45,"domain":"QBO","sparse":false,"TxnDate":"2019-09-01","CurrencyRef":{"value":"USD","name":"United States Dollar"},"Line":[{"Id":"1","LineNum":1,"Amount":123.45,"DetailType":"DepositLineDetail","DepositLineDetail":{"AccountRef":{"value":"1","name":"Services"}}}]}',
    )
  })

  it('takes payments from the undeposited funds to the bank, less a fee', () => {
    const { company, make, paid } = deskWithPayments()
    const [one, two] = [paid(60), paid(40)]
    const made = make('Deposit', { ...bank, Line: [bankedPayment(one), bankedPayment(two), banked(-3, '8')] })
    expect(made['TotalAmt']).toBe(97)
    expect([CHECKING, UNDEPOSITED, '8'].map((each) => balanceOf(company, each))).toEqual([9700, 0, 300])
  })

  it('is linked on each payment it took, which counts as a change of the payment', () => {
    const { make, paid, read } = deskWithPayments()
    const id = paid(60)
    const made = make('Deposit', { ...bank, Line: [bankedPayment(id)] })
    expect(read('Payment', id)).toMatchObject({
      SyncToken: '1',
      LinkedTxn: [{ TxnId: made.Id, TxnType: 'Deposit' }],
    })
    expect(list(made['Line'])).toEqual([
      { Id: '1', LineNum: 1, Amount: 60, LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '0' }] },
    ])
  })

  it('lets go of a payment that is taken off, and of all when it is deleted', () => {
    const { company, make, change, drop, paid, read } = deskWithPayments()
    const [one, two] = [paid(60), paid(40)]
    const made = make('Deposit', { ...bank, Line: [bankedPayment(one), bankedPayment(two)] })
    change('Deposit', made.Id, { Line: [bankedPayment(two)] })
    expect(list(read('Payment', one)['LinkedTxn'])).toEqual([])
    expect(list(read('Payment', two)['LinkedTxn'])).toHaveLength(1)
    expect(read('Payment', two).SyncToken).toBe('1')
    expect(balanceOf(company, UNDEPOSITED)).toBe(6000)
    drop('Deposit', made.Id)
    expect(list(read('Payment', two)['LinkedTxn'])).toEqual([])
    expect([balanceOf(company, UNDEPOSITED), balanceOf(company, CHECKING)]).toEqual([10_000, 0])
    make('Deposit', { ...bank, Line: [bankedPayment(one), bankedPayment(two)] })
  })

  it('holds its payments fast until they are taken off', () => {
    const { company, make, change, drop, paid } = deskWithPayments()
    const id = paid(60)
    const made = make('Deposit', { ...bank, Line: [bankedPayment(id), banked(1)] })
    expect(refusal(company, () => change('Payment', id, { TotalAmt: 61 }))).toBe('6540')
    expect(refusal(company, () => drop('Payment', id))).toBe('6540')
    change('Deposit', made.Id, { Line: [banked(1)] })
    expect(change('Payment', id, { TotalAmt: 61 })['TotalAmt']).toBe(61)
  })

  it('takes a payment once only', () => {
    const { company, make, paid } = deskWithPayments()
    const id = paid(60)
    const twice = { ...bank, Line: [bankedPayment(id), bankedPayment(id)] }
    expect(refusal(company, () => make('Deposit', twice))).toBe('620')
    make('Deposit', { ...bank, Line: [bankedPayment(id)] })
    expect(refusal(company, () => make('Deposit', { ...bank, Line: [bankedPayment(id)] }))).toBe('620')
  })

  it('takes a payment whole, by its line 0, from the undeposited funds', () => {
    const { company, make, paid } = deskWithPayments()
    const id = paid(60)
    const refused = (line: object) =>
      refusal(company, () => make('Deposit', { ...bank, Line: [{ ...line }] }))
    expect(refused({ ...bankedPayment(id), Amount: 59 })).toBe('6000')
    expect(refused({ LinkedTxn: [{ TxnId: id, TxnType: 'Payment' }] })).toBe('2020')
    expect(refused({ LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '1' }] })).toBe('620')
    expect(refused(bankedPayment('999'))).toBe('2500')
    expect(refused(bankedPayment(paid(5, { DepositToAccountRef: refTo(CHECKING) })))).toBe('620')
    expect(refused(bankedPayment(paid(0)))).toBe('620')
    expect(refused({ LinkedTxn: [{ TxnId: id, TxnType: 'SalesReceipt', TxnLineId: '0' }] })).toBe('5030')
  })

  it.each([
    ['no bank', { Line: [banked(1)] }, '2020'],
    ['a bank that is a card', { DepositToAccountRef: refTo(CARD), Line: [banked(1)] }, '6430'],
    ['no lines', bank, '2020'],
    ['less than nothing', { ...bank, Line: [banked(-1)] }, '6000'],
    ['a line on receivables', { ...bank, Line: [banked(1, RECEIVABLE)] }, '5030'],
    ['cash back', { ...bank, CashBack: { Amount: 5 }, Line: [banked(1)] }, '5030'],
    ['an empty line', { ...bank, Line: [{ Amount: 1 }] }, '6440'],
  ])('with %s is refused', (_what, body, code) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Deposit', body))).toBe(code)
  })

  it('names who the money came from', () => {
    const { make, read } = openDesk()
    const line = banked(5, SERVICES, { Entity: { value: '1', type: 'Customer' }, CheckNum: '77' })
    expect(list(make('Deposit', { ...bank, Line: [line] })['Line'])[0]).toMatchObject({
      DepositLineDetail: {
        Entity: { value: '1', name: read('Customer', '1')['DisplayName'], type: 'Customer' },
        CheckNum: '77',
      },
    })
  })

  it('of a payment that came in at another rate shows the difference as a gain or loss', () => {
    const { company, make, paid } = deskWithPayments({ multiCurrency: true })
    const { Id } = make('Customer', { DisplayName: 'Paris', CurrencyRef: refTo('EUR') })
    const euros = { CurrencyRef: refTo('EUR') }
    const id = paid(100, { CustomerRef: refTo(Id), ...euros, ExchangeRate: 1.1 })
    const body = { ...bank, ...euros, ExchangeRate: 1.2, Line: [bankedPayment(id)] }
    expect(make('Deposit', body)).toMatchObject({ TotalAmt: 100, HomeTotalAmt: 120 })
    expect([CHECKING, UNDEPOSITED, '91'].map((each) => balanceOf(company, each))).toEqual([12_000, 0, -1000])
    const dollars = {
      ...bank,
      CurrencyRef: refTo('USD'),
      Line: [bankedPayment(paid(1, { CustomerRef: refTo(Id), ...euros }))],
    }
    expect(refusal(company, () => make('Deposit', dollars))).toBe('620')
  })
})
