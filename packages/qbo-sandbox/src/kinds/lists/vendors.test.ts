import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

describe('a vendor', () => {
  it('made of a name alone answers byte for byte as recorded', () => {
    const { make } = openDesk()
    const text = toJson(make('Vendor', { DisplayName: 'Boraski Family Store' }))
    expect(text.replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\},/, '')).toBe(
      '{"Balance":0,"Vendor1099":false,"CurrencyRef":{"value":"USD","name":"United States Dollar"},"domain":"QBO","sparse":false,"DisplayName":"Boraski Family Store","PrintOnCheckName":"Boraski Family Store","Active":true}',
    )
  })

  it('draws its id from the same row as customers', () => {
    const { make } = openDesk()
    const customer = make('Customer', { DisplayName: 'A' })
    expect(Number(make('Vendor', { DisplayName: 'B' }).Id)).toBe(Number(customer.Id) + 1)
  })

  it('is refused inactivity while something is owed to it', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Vendor', { DisplayName: 'A' })
    make('Bill', {
      VendorRef: refTo(Id),
      Line: [
        {
          Amount: 10,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: { AccountRef: refTo('17') },
        },
      ],
    })
    expect(refusal(company, () => change('Vendor', Id, { Active: false }))).toBe('6220')
  })

  it('in another currency brings a payable account of its own', () => {
    const { company, make } = openDesk({ multiCurrency: true })
    make('Vendor', { DisplayName: 'A', CurrencyRef: refTo('GBP') })
    const names = [...company.tables.Account.rows.values()].map((each) => each['Name'])
    expect(names).toContain('Accounts Payable (A/P) - GBP')
  })
})
