import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

describe('an account', () => {
  it('shows its fields in the order of the wire', () => {
    const { make } = openDesk()
    const text = toJson(make('Account', { Name: 'Fees Billed', AccountType: 'Income' }))
    expect(text.replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\}/, '')).toBe(
      '{"Name":"Fees Billed","SubAccount":false,"FullyQualifiedName":"Fees Billed","Active":true,"Classification":"Revenue","AccountType":"Income","AccountSubType":"ServiceFeeIncome","CurrentBalance":0,"CurrentBalanceWithSubAccounts":0,"CurrencyRef":{"value":"USD","name":"United States Dollar"},"domain":"QBO","sparse":false,}',
    )
  })

  it('is told by its subtype alone', () => {
    const { make } = openDesk()
    expect(make('Account', { Name: 'Till', AccountSubType: 'CashOnHand' })['AccountType']).toBe('Bank')
  })

  it.each([
    [{}],
    [{ AccountType: 'Piggy bank' }],
    [{ AccountSubType: 'Piggy' }],
    [{ AccountType: 'Bank', AccountSubType: 'Travel' }],
  ])('refuses the types %o, which do not fit', (types) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Account', { Name: 'A', ...types }))).toBe('6010')
  })

  it('has a name of its own below its parent, without quotes and colons', () => {
    const { company, make } = openDesk()
    const bank = { AccountType: 'Bank' }
    const one = make('Account', { Name: 'One', ...bank })
    make('Account', { Name: 'Till', ...bank, SubAccount: true, ParentRef: refTo(one.Id) })
    expect(make('Account', { Name: 'Till', ...bank })['FullyQualifiedName']).toBe('Till')
    const again = { Name: 'till', ...bank, SubAccount: true, ParentRef: refTo(one.Id) }
    expect(refusal(company, () => make('Account', again))).toBe('6240')
    expect(refusal(company, () => make('Account', { Name: 'A:B', ...bank }))).toBe('2040')
    expect(refusal(company, () => make('Account', { Name: 'A"B', ...bank }))).toBe('2040')
    expect(refusal(company, () => make('Account', bank))).toBe('2020')
  })

  it('below another is of the same type and carries its name on', () => {
    const { company, make, change, read } = openDesk()
    const one = make('Account', { Name: 'One', AccountType: 'Bank' })
    const child = make('Account', {
      Name: 'Till',
      AccountType: 'Bank',
      SubAccount: true,
      ParentRef: refTo(one.Id),
    })
    change('Account', one.Id, { Name: 'First' })
    expect(read('Account', child.Id)).toMatchObject({
      FullyQualifiedName: 'First:Till',
      ParentRef: { value: one.Id, name: 'First' },
      SyncToken: '0',
    })
    const income = { Name: 'B', AccountType: 'Income', SubAccount: true, ParentRef: refTo(one.Id) }
    expect(refusal(company, () => make('Account', income))).toBe('6430')
  })

  it('has a number of its own once the company works with numbers', () => {
    const { company, make, settle } = openDesk()
    make('Account', { Name: 'A', AccountType: 'Bank', AcctNum: '1000' })
    make('Account', { Name: 'B', AccountType: 'Bank', AcctNum: '1000' })
    settle('AccountingInfoPrefs', { UseAccountNumbers: true })
    const taken = { Name: 'C', AccountType: 'Bank', AcctNum: '1000' }
    expect(refusal(company, () => make('Account', taken))).toBe('6000')
  })

  it('that the service works with stays active and of its kind', () => {
    const { company, change } = openDesk()
    for (const id of ['4', '33', '34', '84', '90']) {
      expect(refusal(company, () => change('Account', id, { Active: false }))).toBe('6000')
    }
    const income = { AccountType: 'Income', AccountSubType: 'ServiceFeeIncome' }
    expect(refusal(company, () => change('Account', '84', income))).toBe('6010')
  })

  it('made inactive is marked deleted, at once in its full name', () => {
    const { make, change } = openDesk()
    const { Id } = make('Account', { Name: 'Fees Billed', AccountType: 'Income' })
    expect(change('Account', Id, { Active: false })).toMatchObject({
      Name: 'Fees Billed (deleted)',
      FullyQualifiedName: 'Fees Billed (deleted)',
    })
  })

  it('with a balance stays active', () => {
    const { company, make, change } = openDesk()
    make('Purchase', {
      PaymentType: 'Cash',
      AccountRef: refTo('36'),
      Line: [
        {
          Amount: 10,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: { AccountRef: refTo('17') },
        },
      ],
    })
    expect(refusal(company, () => change('Account', '36', { Active: false }))).toBe('6220')
  })
})
