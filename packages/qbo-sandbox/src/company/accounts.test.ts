import { describe, expect, it } from 'vitest'
import { openDesk, refTo } from '../kinds/lists/testing/desk.ts'
import { accountFor, findAccount } from './accounts.ts'

describe('the account for a role', () => {
  it.each([
    ['receivable', '84'],
    ['payable', '33'],
    ['undeposited', '4'],
    ['taxPayable', '90'],
    ['discounts', '86'],
    ['openingEquity', '34'],
    ['salesIncome', '1'],
  ] as const)('%s is found by its subtype', (role, id) => {
    expect(accountFor(openDesk().company, role)).toBe(id)
  })

  it('is missing loudly', () => {
    expect(() => accountFor(openDesk().company, 'exchange')).toThrow('has no account for exchange in USD')
  })

  it('is another one for each currency that customers are billed in', () => {
    const { company, make } = openDesk({ multiCurrency: true })
    expect(findAccount(company, 'receivable', 'EUR')).toBeUndefined()
    make('Customer', { DisplayName: 'Paris', CurrencyRef: refTo('EUR') })
    expect(accountFor(company, 'receivable', 'EUR')).not.toBe(accountFor(company, 'receivable'))
    expect(accountFor(company, 'undeposited', 'EUR')).toBe('4')
  })

  it('follows when the one that played it is made inactive', () => {
    const { company, make, change } = openDesk()
    const { Id } = make('Account', { Name: 'Rebates', AccountSubType: 'DiscountsRefundsGiven' })
    expect(accountFor(company, 'discounts')).toBe('86')
    change('Account', '86', { Active: false })
    expect(accountFor(company, 'discounts')).toBe(Id)
  })
})
