import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

/** The recorded answers to the same requests, without ids, tokens and times. */
const own = (text: string) => text.replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\},/, '')

describe('a customer', () => {
  it('made of a name alone answers byte for byte as recorded', () => {
    const { make } = openDesk()
    expect(own(toJson(make('Customer', { DisplayName: 'Doe5, Jane' })))).toBe(
      '{"Taxable":true,"Job":false,"BillWithParent":false,"Balance":0,"BalanceWithJobs":0,"CurrencyRef":{"value":"USD","name":"United States Dollar"},"PreferredDeliveryMethod":"Print","domain":"QBO","sparse":false,"FullyQualifiedName":"Doe5, Jane","DisplayName":"Doe5, Jane","PrintOnCheckName":"Doe5, Jane","Active":true,"DefaultTaxCodeRef":{"value":"2"}}',
    )
  })

  it('renamed by a full update takes the new name everywhere, as recorded', () => {
    const { make, replace } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Doe2, Jane' })
    const after = replace('Customer', Id, {
      DisplayName: 'Jack Moe',
      PrimaryPhone: { FreeFormNumber: '(415) 444-1234' },
    })
    expect(after.SyncToken).toBe('1')
    expect(own(toJson(after))).toBe(
      '{"Taxable":true,"Job":false,"BillWithParent":false,"Balance":0,"BalanceWithJobs":0,"CurrencyRef":{"value":"USD","name":"United States Dollar"},"PreferredDeliveryMethod":"Print","domain":"QBO","sparse":false,"FullyQualifiedName":"Jack Moe","DisplayName":"Jack Moe","PrintOnCheckName":"Jack Moe","Active":true,"PrimaryPhone":{"FreeFormNumber":"(415) 444-1234"},"DefaultTaxCodeRef":{"value":"2"}}',
    )
  })

  it('without a display name is called by the parts of a person’s name', () => {
    const { make } = openDesk()
    const made = make('Customer', { Title: 'Dr', GivenName: 'Ada', FamilyName: 'King', Suffix: 'III' })
    expect(made['DisplayName']).toBe('Dr Ada King III')
  })

  it('without any name is refused', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Customer', { CompanyName: 'Nameless' }))).toBe('2020')
    expect(refusal(company, () => make('Customer', { DisplayName: '   ' }))).toBe('2020')
  })

  it('keeps its name to itself, whatever the case, among customers and vendors', () => {
    const { company, make } = openDesk()
    make('Vendor', { DisplayName: 'Northline' })
    expect(refusal(company, () => make('Customer', { DisplayName: 'NORTHLINE' }))).toBe('6240')
    make('Customer', { DisplayName: 'Southline' })
    expect(refusal(company, () => make('Vendor', { DisplayName: 'southline' }))).toBe('6240')
  })

  it.each([
    ['DisplayName', 'a:b', '2040'],
    ['GivenName', 'a\tb', '2040'],
    ['PrintOnCheckName', 'a\nb', '2040'],
    ['DisplayName', 'x'.repeat(501), '2050'],
    ['Title', 'x'.repeat(17), '2050'],
    ['Notes', 'x'.repeat(2001), '2050'],
  ])('refuses %s with what it cannot hold', (field, value, code) => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Customer', { DisplayName: 'Fine', [field]: value }))).toBe(code)
  })

  it('refuses an e-mail address that is none', () => {
    const { company, make } = openDesk()
    const body = { DisplayName: 'Fine', PrimaryEmailAddr: { Address: 'not an address' } }
    expect(refusal(company, () => make('Customer', body))).toBe('2210')
  })

  it('names what it does not model and what nobody knows', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Customer', { DisplayName: 'A', CreditLimit: 5 }))).toBe('5030')
    expect(refusal(company, () => make('Customer', { DisplayName: 'A', Shoe: 5 }))).toBe('2010')
  })

  it('drops what is only shown', () => {
    const { make } = openDesk()
    const made = make('Customer', { DisplayName: 'A', Balance: 500, FullyQualifiedName: 'B', Level: 3 })
    expect([made['Balance'], made['FullyQualifiedName'], made['Level']]).toEqual([0, 'A', undefined])
  })

  it('that is not taxable has no tax code, and neither has anyone while the company charges no tax', () => {
    const { make, settle } = openDesk()
    expect(make('Customer', { DisplayName: 'A', Taxable: false })['DefaultTaxCodeRef']).toBeUndefined()
    settle('TaxPrefs', { UsingSalesTax: false })
    expect(make('Customer', { DisplayName: 'B' })['DefaultTaxCodeRef']).toBeUndefined()
  })

  it('gives each address an id of its own, which stays when the address changes', () => {
    const { make, change } = openDesk()
    const made = make('Customer', {
      DisplayName: 'A',
      BillAddr: { Line1: '1 Court St.', Lat: '1', Line2: null },
      ShipAddr: { Line1: '2 Court St.' },
    })
    const [bill, ship] = [made['BillAddr'], made['ShipAddr']] as { Id: string }[]
    expect(bill).toEqual({ Id: bill?.Id, Line1: '1 Court St.' })
    expect(ship?.Id).not.toBe(bill?.Id)
    const after = change('Customer', made.Id, { BillAddr: { Line1: '3 Court St.' } })
    expect(after['BillAddr']).toEqual({ Id: bill?.Id, Line1: '3 Court St.' })
    expect(after['ShipAddr']).toEqual(ship)
  })

  it('that is refused uses up no id, not even for its address', () => {
    const { company, make } = openDesk()
    const taken = { DisplayName: 'Northline Telecom', BillAddr: { Line1: '1 Court St.' } }
    expect(refusal(company, () => make('Customer', taken))).toBe('6240')
  })

  it('that is written unchanged keeps its token and its time', () => {
    const { make, change } = openDesk()
    const made = make('Customer', { DisplayName: 'A', BillAddr: { Line1: '1 Court St.' } })
    expect(change('Customer', made.Id, { BillAddr: { Line1: '1 Court St.' } })).toBe(made)
  })
})

describe('a customer made inactive', () => {
  it('is marked deleted and frees its name', () => {
    const { make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Thrifty Meats' })
    const after = change('Customer', Id, { Active: false })
    expect(after['DisplayName']).toBe('Thrifty Meats (deleted)')
    expect(after['FullyQualifiedName']).toBe('Thrifty Meats (deleted)')
    expect(make('Customer', { DisplayName: 'Thrifty Meats' })['DisplayName']).toBe('Thrifty Meats')
  })

  it('changes nothing when it was inactive already', () => {
    const { make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Thrifty Meats' })
    const first = change('Customer', Id, { Active: false })
    expect(change('Customer', Id, { Active: false })).toBe(first)
  })

  it('gets its name back when active again, unless somebody took it', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Thrifty Meats' })
    change('Customer', Id, { Active: false })
    expect(change('Customer', Id, { Active: true })['DisplayName']).toBe('Thrifty Meats')
    change('Customer', Id, { Active: false })
    make('Customer', { DisplayName: 'Thrifty Meats' })
    expect(refusal(company, () => change('Customer', Id, { Active: true }))).toBe('6240')
  })

  it('stays inactive in a full update that does not speak of it', () => {
    const { make, change, replace } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Thrifty Meats' })
    change('Customer', Id, { Active: false })
    const after = replace('Customer', Id, { DisplayName: 'Thrifty Meats (deleted)', Notes: 'gone' })
    expect([after['Active'], after['DisplayName']]).toEqual([false, 'Thrifty Meats (deleted)'])
  })

  it('is refused while it owes, or while a sub-customer does', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Parent' })
    const child = make('Customer', { DisplayName: 'Child', Job: true, ParentRef: refTo(Id) })
    owe(make, child.Id)
    expect(refusal(company, () => change('Customer', child.Id, { Active: false }))).toBe('6220')
    expect(refusal(company, () => change('Customer', Id, { Active: false }))).toBe('6220')
  })

  it('is refused while it has active sub-customers, which come back after it', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Parent' })
    const child = make('Customer', { DisplayName: 'Child', Job: true, ParentRef: refTo(Id) })
    expect(refusal(company, () => change('Customer', Id, { Active: false }))).toBe('6000')
    change('Customer', child.Id, { Active: false })
    change('Customer', Id, { Active: false })
    expect(refusal(company, () => change('Customer', child.Id, { Active: true }))).toBe('610')
  })
})

describe('a sub-customer', () => {
  it('shows its parent, its depth and the whole path of names', () => {
    const { make } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Freeman' })
    const child = make('Customer', { DisplayName: 'Ocean View', Job: true, ParentRef: refTo(Id) })
    expect(child['ParentRef']).toEqual({ value: Id })
    expect([child['Job'], child['Level'], child['FullyQualifiedName']]).toEqual([
      true,
      1,
      'Freeman:Ocean View',
    ])
  })

  it('follows when its parent is renamed: the time moves, the token stays', () => {
    const { make, change, read } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'Freeman' })
    const child = make('Customer', { DisplayName: 'Site', Job: true, ParentRef: refTo(Id) })
    const grandchild = make('Customer', { DisplayName: 'Room', Job: true, ParentRef: refTo(child.Id) })
    const renamed = change('Customer', Id, { DisplayName: 'Freeborn' })
    const after = read('Customer', grandchild.Id)
    expect(after['FullyQualifiedName']).toBe('Freeborn:Site:Room')
    expect(after.SyncToken).toBe(grandchild.SyncToken)
    expect(after.MetaData.LastUpdatedTime).toBe(renamed.MetaData.LastUpdatedTime)
  })

  it('may stand four levels deep and no deeper, wherever it is moved', () => {
    const { company, make, change } = openDesk()
    let parent = make('Customer', { DisplayName: 'Level 0' })
    for (let level = 1; level <= 4; level += 1) {
      parent = make('Customer', { DisplayName: `Level ${level}`, Job: true, ParentRef: refTo(parent.Id) })
    }
    const deeper = { DisplayName: 'Level 5', Job: true, ParentRef: refTo(parent.Id) }
    expect(refusal(company, () => make('Customer', deeper))).toBe('6180')
    const tall = make('Customer', { DisplayName: 'Tall' })
    make('Customer', { DisplayName: 'Foot', Job: true, ParentRef: refTo(tall.Id) })
    const third = String((parent['ParentRef'] as { value: string }).value)
    const under = { Job: true, ParentRef: refTo(third) }
    expect(refusal(company, () => change('Customer', tall.Id, under))).toBe('6180')
  })

  it('cannot stand below itself', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'A' })
    const child = make('Customer', { DisplayName: 'B', Job: true, ParentRef: refTo(Id) })
    const circle = { Job: true, ParentRef: refTo(child.Id) }
    expect(refusal(company, () => change('Customer', Id, circle))).toBe('6000')
  })

  it('becomes a customer of its own when it is no job any more', () => {
    const { make, change } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'A' })
    const child = make('Customer', { DisplayName: 'B', Job: true, ParentRef: refTo(Id) })
    const after = change('Customer', child.Id, { Job: false })
    expect([after['ParentRef'], after['Level'], after['FullyQualifiedName']]).toEqual([
      undefined,
      undefined,
      'B',
    ])
  })

  it('needs a parent that exists, and only it may be billed with the parent', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Customer', { DisplayName: 'A', Job: true }))).toBe('2020')
    const orphan = { DisplayName: 'A', Job: true, ParentRef: refTo('99') }
    expect(refusal(company, () => make('Customer', orphan))).toBe('2500')
    expect(refusal(company, () => make('Customer', { DisplayName: 'A', BillWithParent: true }))).toBe('6130')
  })

  it('adds what it owes to what its parent owes together with its jobs', () => {
    const { make, read } = openDesk()
    const { Id } = make('Customer', { DisplayName: 'A' })
    const child = make('Customer', { DisplayName: 'B', Job: true, ParentRef: refTo(Id) })
    owe(make, child.Id)
    expect(read('Customer', Id)).toMatchObject({ Balance: 0, BalanceWithJobs: 85 })
    expect(read('Customer', child.Id)).toMatchObject({ Balance: 85, BalanceWithJobs: 85, SyncToken: '0' })
  })
})

describe('the currency of a customer', () => {
  it('is the home currency, and no other while the company has only one', () => {
    const { company, make } = openDesk()
    const body = { DisplayName: 'A', CurrencyRef: refTo('EUR') }
    expect(refusal(company, () => make('Customer', body))).toBe('2220')
  })

  it('once set stays, and brings a receivable account of its own', () => {
    const { company, make, change } = openDesk({ multiCurrency: true })
    const made = make('Customer', { DisplayName: 'A', CurrencyRef: refTo('EUR') })
    expect(made['CurrencyRef']).toEqual({ value: 'EUR', name: 'Euro' })
    const names = [...company.tables.Account.rows.values()].map((each) => each['Name'])
    expect(names.filter((each) => String(each).startsWith('Accounts Receivable'))).toEqual([
      'Accounts Receivable (A/R)',
      'Accounts Receivable (A/R) - EUR',
    ])
    make('Customer', { DisplayName: 'B', CurrencyRef: refTo('EUR') })
    expect(company.tables.Account.rows.size).toBe(names.length)
    expect(refusal(company, () => change('Customer', made.Id, { CurrencyRef: refTo('USD') }))).toBe('6000')
  })

  it('with three decimals is not modelled', () => {
    const { company, make } = openDesk({ multiCurrency: true })
    const body = { DisplayName: 'A', CurrencyRef: refTo('KWD') }
    expect(refusal(company, () => make('Customer', body))).toBe('5030')
  })
})

/** 85.00 owed by a journal entry. */
function owe(make: ReturnType<typeof openDesk>['make'], customer: string) {
  const line = (side: string, detail: object) => ({
    Amount: 85,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType: side, ...detail },
  })
  make('JournalEntry', {
    Line: [
      line('Debit', { AccountRef: refTo('84'), Entity: { Type: 'Customer', EntityRef: refTo(customer) } }),
      line('Credit', { AccountRef: refTo('1') }),
    ],
  })
}
