import { describe, expect, it } from 'vitest'
import { findAccount } from '../../company/accounts.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

describe('preferences', () => {
  it('change one by one: what a section leaves out stays', () => {
    const { settle, read } = openDesk()
    const before = read('Preferences', '1')
    const after = settle('SalesFormsPrefs', { CustomTxnNumbers: true })
    expect(after).toEqual({
      ...before,
      SyncToken: '1',
      MetaData: after.MetaData,
      SalesFormsPrefs: { ...(before['SalesFormsPrefs'] as object), CustomTxnNumbers: true },
    })
  })

  it('show a closing date only while there is one', () => {
    const { settle } = openDesk()
    const closed = settle('AccountingInfoPrefs', { BookCloseDate: '2026-06-30' })
    expect(closed['AccountingInfoPrefs']).toMatchObject({ BookCloseDate: '2026-06-30' })
    const open = settle('AccountingInfoPrefs', { BookCloseDate: null })
    expect(open['AccountingInfoPrefs']).not.toHaveProperty('BookCloseDate')
  })

  it('refuse what is no date, no setting, or shown only to be read', () => {
    const { company, settle, read } = openDesk()
    expect(refusal(company, () => settle('AccountingInfoPrefs', { BookCloseDate: '2026-02-30' }))).toBe(
      '2060',
    )
    expect(refusal(company, () => settle('SalesFormsPrefs', { Telepathy: true }))).toBe('2010')
    expect(refusal(company, () => settle('SalesFormsPrefs', { DefaultDeliveryMethod: 'x' }))).toBe('5030')
    expect(refusal(company, () => settle('SalesFormsPrefs', { DefaultTerms: refTo('99') }))).toBe('2500')
    const before = read('Preferences', '1')
    expect(settle('SalesFormsPrefs', { EmailCopyToCompany: true })).toBe(before)
  })

  it('allow further currencies once and for all, and open the account for gains and losses', () => {
    const { company, settle } = openDesk()
    expect(findAccount(company, 'exchange', 'USD')).toBeUndefined()
    settle('CurrencyPrefs', { MultiCurrencyEnabled: true })
    expect(findAccount(company, 'exchange', 'USD')).toBeDefined()
    expect(refusal(company, () => settle('CurrencyPrefs', { MultiCurrencyEnabled: false }))).toBe('6000')
    expect(refusal(company, () => settle('CurrencyPrefs', { HomeCurrency: refTo('EUR') }))).toBe('6000')
  })

  it('exchange named values one by one', () => {
    const { settle } = openDesk()
    settle('OtherPrefs', { NameValue: [{ Name: 'Mine', Value: '1' }] })
    const after = settle('OtherPrefs', { NameValue: [{ Name: 'Mine', Value: '2' }] })
    expect(after['OtherPrefs']).toEqual({
      NameValue: [
        { Name: 'WarnDuplicateJournalNumber', Value: 'false' },
        { Name: 'Mine', Value: '2' },
      ],
    })
  })

  it('are never made anew nor deleted', () => {
    const { company, make, drop } = openDesk()
    expect(refusal(company, () => make('Preferences', {}))).toBe('5030')
    expect(refusal(company, () => drop('Preferences', '1'))).toBe('5030')
  })
})

describe('company info', () => {
  it('takes a new name and keeps what only the service sets', () => {
    const { change, read } = openDesk()
    const before = read('CompanyInfo', '1')
    const after = change('CompanyInfo', '1', { CompanyName: 'New Name', Country: 'FR', NameValue: [] })
    expect(after).toEqual({ ...before, CompanyName: 'New Name', SyncToken: '1', MetaData: after.MetaData })
  })

  it('tells whether the subscription runs', () => {
    const { read } = openDesk()
    expect(read('CompanyInfo', '1')['NameValue']).toContainEqual({
      Name: 'SubscriptionStatus',
      Value: 'PAID',
    })
  })

  it('is not made anew', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('CompanyInfo', { CompanyName: 'A' }))).toBe('5030')
  })
})
