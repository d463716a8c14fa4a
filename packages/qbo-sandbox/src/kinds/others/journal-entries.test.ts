import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { balanceOf, list, openDesk, refTo, refusal } from '../lists/testing/desk.ts'
import { CHECKING, PAYABLE, RECEIVABLE, RENT, SERVICES, about, entryLine } from './testing/papers.ts'

const debit = entryLine('Debit', RENT, 100)
const plain = [debit, entryLine('Credit', CHECKING, 100)]

describe('a journal entry', () => {
  it('shows its fields in the order of the wire, its lines counted from zero', () => {
    const { make } = openDesk()
    const made = make('JournalEntry', {
      DocNumber: 'Ref123',
      TxnDate: '2019-09-01',
      PrivateNote: 'Memo',
      Line: [
        { Description: 'Sample', ...entryLine('Credit', SERVICES, 123.45) },
        entryLine('Debit', RENT, 123.45),
      ],
    })
    expect(toJson(made).replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\},/, '')).toBe(
      '{"Adjustment":false,"TotalAmt":0,"domain":"QBO","sparse":false,"DocNumber":"Ref123","TxnDate":"2019-09-01","CurrencyRef":{"value":"USD","name":"United States Dollar"},"PrivateNote":"Memo","Line":[{"Id":"0","Description":"Sample","Amount":123.45,"DetailType":"JournalEntryLineDetail","JournalEntryLineDetail":{"PostingType":"Credit","AccountRef":{"value":"1","name":"Services"}}},{"Id":"1","Amount":123.45,"DetailType":"JournalEntryLineDetail","JournalEntryLineDetail":{"PostingType":"Debit","AccountRef":{"value":"17","name":"Rent or Lease"}}}]}',
    )
  })

  it('moves its amounts from account to account, and back when it is deleted', () => {
    const { company, make, change, drop } = openDesk()
    const { Id } = make('JournalEntry', { Line: plain })
    expect([balanceOf(company, RENT), balanceOf(company, CHECKING)]).toEqual([10_000, -10_000])
    change('JournalEntry', Id, { Line: [entryLine('Debit', RENT, 30), entryLine('Credit', CHECKING, 30)] })
    expect([balanceOf(company, RENT), balanceOf(company, CHECKING)]).toEqual([3000, -3000])
    drop('JournalEntry', Id)
    expect(company.ledger.accounts.size).toBe(0)
  })

  it.each([
    ['nothing', [], '2020'],
    ['debits alone', [entryLine('Debit', RENT, 0), entryLine('Debit', RENT, 0)], '2300'],
    ['uneven sides', [entryLine('Debit', RENT, 100), entryLine('Credit', CHECKING, 99.99)], '2300'],
    ['a negative line', [entryLine('Debit', RENT, -1), entryLine('Credit', CHECKING, -1)], '2290'],
    ['a line of another kind', [{ ...debit, DetailType: 'DescriptionOnly' }], '2170'],
    ['a line without detail', [{ Amount: 1, DetailType: 'JournalEntryLineDetail' }], '6440'],
    ['an account that is not there', [entryLine('Debit', '999', 1), entryLine('Credit', RENT, 1)], '2500'],
    ['receivables of nobody', [entryLine('Debit', RECEIVABLE, 1), entryLine('Credit', RENT, 1)], '6000'],
    [
      'receivables of a vendor',
      [entryLine('Debit', RECEIVABLE, 1, about('Vendor', '8')), entryLine('Credit', RENT, 1)],
      '6000',
    ],
    ['payables of a customer', [entryLine('Credit', PAYABLE, 1, about('Customer', '1')), debit], '6000'],
    [
      'a customer that is a vendor',
      [entryLine('Debit', RENT, 1, about('Customer', '8')), entryLine('Credit', RENT, 1)],
      '2500',
    ],
  ])('of %s is refused', (_what, lines, code) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('JournalEntry', { Line: lines }))).toBe(code)
  })

  it('on receivables and payables is owed by its customer and to its vendor', () => {
    const { make, read } = openDesk()
    const made = make('JournalEntry', {
      Line: [
        entryLine('Debit', RECEIVABLE, 50, about('Customer', '1')),
        entryLine('Credit', PAYABLE, 50, about('Vendor', '8')),
      ],
    })
    expect(read('Customer', '1')['Balance']).toBe(50)
    expect(read('Vendor', '8')['Balance']).toBe(50)
    expect(list(made['Line'])[0]?.['JournalEntryLineDetail']).toMatchObject({
      Entity: { Type: 'Customer', EntityRef: { value: '1', name: read('Customer', '1')['DisplayName'] } },
    })
  })

  it('keeps the ids of the lines it knows and numbers new ones on', () => {
    const { make, change } = openDesk()
    const made = make('JournalEntry', { Line: plain })
    const lines = [{ ...entryLine('Debit', RENT, 100), Id: '0' }, entryLine('Credit', CHECKING, 100)]
    const after = change('JournalEntry', made.Id, { Line: lines })
    expect(list(after['Line']).map((each) => each['Id'])).toEqual(['0', '2'])
  })

  it('keeps its lines in a sparse update that does not speak of them', () => {
    const { make, change } = openDesk()
    const made = make('JournalEntry', { Line: plain })
    expect(change('JournalEntry', made.Id, { PrivateNote: 'Why' })['Line']).toEqual(made['Line'])
  })

  it('carries class and location only while they are tracked', () => {
    const { make, settle } = openDesk()
    const tracked = { ClassRef: refTo('5000000000000000001'), DepartmentRef: refTo('5000000000000000003') }
    const body = { Line: [entryLine('Debit', RENT, 1, tracked), entryLine('Credit', CHECKING, 1)] }
    const detail = () => list(make('JournalEntry', body)['Line'])[0]?.['JournalEntryLineDetail']
    expect(detail()).not.toHaveProperty('ClassRef')
    settle('AccountingInfoPrefs', { ClassTrackingPerTxnLine: true, TrackDepartments: true })
    expect(detail()).toMatchObject({ ClassRef: { name: 'Managed' }, DepartmentRef: { name: 'Main office' } })
  })

  it('has no number unless it is given or asked for', () => {
    const { make } = openDesk()
    expect(make('JournalEntry', { Line: plain })['DocNumber']).toBeUndefined()
    make('JournalEntry', { Line: plain, DocNumber: '1' })
    expect(make('JournalEntry', { Line: plain }, ['allowautodocnum'])['DocNumber']).toBe('2')
  })

  it('may repeat a number until the company wants to be warned', () => {
    const { company, make, settle } = openDesk()
    make('JournalEntry', { Line: plain, DocNumber: 'A' })
    make('JournalEntry', { Line: plain, DocNumber: 'A' })
    settle('OtherPrefs', { NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: 'true' }] })
    const again = { Line: plain, DocNumber: 'A' }
    expect(refusal(company, () => make('JournalEntry', again))).toBe('6140')
    expect(make('JournalEntry', again, ['allowduplicatedocnum'])['DocNumber']).toBe('A')
  })

  it('in a closed period is neither made, moved nor deleted', () => {
    const { company, make, change, drop, settle } = openDesk()
    const old = make('JournalEntry', { Line: plain, TxnDate: '2026-06-30' })
    const young = make('JournalEntry', { Line: plain, TxnDate: '2026-07-01' })
    settle('AccountingInfoPrefs', { BookCloseDate: '2026-06-30' })
    const body = { Line: plain, TxnDate: '2026-06-01' }
    expect(refusal(company, () => make('JournalEntry', body))).toBe('6210')
    expect(refusal(company, () => change('JournalEntry', young.Id, { TxnDate: '2026-06-30' }))).toBe('6210')
    expect(refusal(company, () => change('JournalEntry', old.Id, { TxnDate: '2026-07-01' }))).toBe('6210')
    expect(refusal(company, () => drop('JournalEntry', old.Id))).toBe('6210')
  })

  it('in another currency balances at home, each customer in the currency it is billed in', () => {
    const { company, make, read } = openDesk({ multiCurrency: true })
    const { Id } = make('Customer', { DisplayName: 'Paris', CurrencyRef: refTo('EUR') })
    const receivable = [...company.tables.Account.rows.values()].find((each) =>
      String(each['Name']).endsWith('EUR'),
    )
    const lines = [
      entryLine('Debit', String(receivable?.Id), 10.01, about('Customer', Id)),
      entryLine('Credit', SERVICES, 5),
      entryLine('Credit', SERVICES, 5.01),
    ]
    expect(refusal(company, () => make('JournalEntry', { Line: lines }))).toBe('2020')
    make('JournalEntry', { Line: lines, CurrencyRef: refTo('EUR'), ExchangeRate: 1.15 })
    expect(read('Customer', Id)['Balance']).toBe(10.01)
    // 11.51 owed, 5.75 + 5.76 earned: nothing is left over here.
    expect(balanceOf(company, String(receivable?.Id))).toBe(1151)
    expect(balanceOf(company, SERVICES)).toBe(-1151)
    make('JournalEntry', {
      Line: [
        entryLine('Debit', RENT, 0.03),
        entryLine('Credit', SERVICES, 0.01),
        entryLine('Credit', SERVICES, 0.02),
      ],
      CurrencyRef: refTo('EUR'),
      ExchangeRate: 1.5,
    })
    // 0.05 spent, 0.02 + 0.03 earned; halves are rounded away from zero, and the books still balance.
    expect([...company.ledger.accounts.values()].reduce((sum, each) => sum + each, 0)).toBe(0)
    const dollars = [
      entryLine('Debit', RECEIVABLE, 1, about('Customer', Id)),
      entryLine('Credit', SERVICES, 1),
    ]
    const mixed = { Line: dollars, CurrencyRef: refTo('USD') }
    expect(refusal(company, () => make('JournalEntry', mixed))).toBe('6000')
  })

  it('in yen has no fractions of one', () => {
    const { company, make } = openDesk({ multiCurrency: true })
    const yen = (amount: number) => ({
      CurrencyRef: refTo('JPY'),
      ExchangeRate: 0.0065,
      Line: [entryLine('Debit', RENT, amount), entryLine('Credit', SERVICES, amount)],
    })
    expect(refusal(company, () => make('JournalEntry', yen(100.5)))).toBe('2140')
    make('JournalEntry', yen(1000))
    expect(balanceOf(company, RENT)).toBe(650)
  })

  it('linked to a payment keeps its lines and stays', () => {
    const { company, make, change, drop, read } = openDesk()
    const { Id } = make('JournalEntry', { Line: plain })
    company.tables.JournalEntry.rows.set(Id, {
      ...read('JournalEntry', Id),
      LinkedTxn: [{ TxnId: '77', TxnType: 'Payment' }],
    })
    const other = [entryLine('Debit', RENT, 1), entryLine('Credit', CHECKING, 1)]
    expect(refusal(company, () => change('JournalEntry', Id, { Line: other }))).toBe('6000')
    expect(refusal(company, () => drop('JournalEntry', Id))).toBe('800')
    expect(change('JournalEntry', Id, { PrivateNote: 'Why' })['LinkedTxn']).toHaveLength(1)
  })
})
