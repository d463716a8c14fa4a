import { describe, expect, it } from 'vitest'
import { kindOf } from '../kinds/all.ts'
import { NOON, deskOf, openDesk, refusal } from '../kinds/lists/testing/desk.ts'
import { arrange } from './fields.ts'
import { bareCompany, openedCompany } from './opening.ts'
import { seededRandom } from '../ports.ts'
import { restored, snapshotOf, stateHash } from './snapshot.ts'
import { KIND_NAMES, type Entity } from './state.ts'

const opened = (country: string, seed = 7) =>
  openedCompany({ realmId: '1', name: 'Test', country, homeCurrency: undefined }, NOON, seededRandom(seed))

describe('a company as it is opened', () => {
  it('is the same for the same seed and has other people for another', () => {
    expect(stateHash(opened('US'))).toBe(stateHash(opened('US')))
    expect(stateHash(opened('US', 8))).not.toBe(stateHash(opened('US')))
  })

  it.each([
    ['US', 'USD'],
    ['CA', 'CAD'],
    ['GB', 'GBP'],
    ['AU', 'AUD'],
  ])('in %s keeps its books in %s', (country, currency) => {
    const company = opened(country)
    expect(company.homeCurrency).toBe(currency)
    expect(company.tables.Preferences.rows.get('1')?.['CurrencyPrefs']).toMatchObject({
      HomeCurrency: { value: currency },
    })
  })

  it('elsewhere, or in a currency without cents, is not modelled', () => {
    expect(() => opened('FR')).toThrow('not in FR')
    const yen = { realmId: '1', name: 'Test', homeCurrency: 'JPY' }
    expect(() => bareCompany(yen, NOON)).toThrow('Books in JPY')
  })

  it.each(['US', 'CA', 'GB', 'AU'])('in %s holds only what its own rules let stand', (country) => {
    const company = opened(country)
    const desk = deskOf(company)
    for (const kind of KIND_NAMES) {
      for (const row of company.tables[kind].rows.values()) {
        expect(arrange(kindOf(kind).fields, row)).toEqual(row)
        if (kindOf(kind).updatable === false) continue
        // Written back whole, an object that follows the rules does not change.
        expect(desk.replace(kind, row.Id, withoutSystem(row))).toBe(row)
      }
    }
  })

  it('gives later objects ids that nothing bears yet', () => {
    const { company, make } = openDesk()
    const ids = new Set([...company.tables.Customer.rows.keys(), ...company.tables.Vendor.rows.keys()])
    expect(ids.has(make('Customer', { DisplayName: 'New' }).Id)).toBe(false)
    expect(company.tables.Account.rows.has('92')).toBe(false)
    const account = make('Account', { Name: 'New', AccountType: 'Bank' })
    expect(Number(account.Id)).toBeGreaterThan(90)
  })

  it('has customers with sites below one of them', () => {
    const { company } = openDesk()
    expect([...(company.childCustomers.get('1') ?? [])]).toEqual(['6', '7'])
  })

  it('knows its names', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Item', { Name: 'Services', IncomeAccountRef: { value: '1' } }))).toBe(
      '6240',
    )
  })

  it('survives a snapshot', () => {
    const { company } = openDesk()
    expect(stateHash(restored(structuredClone(snapshotOf(company))))).toBe(stateHash(company))
  })
})

describe('a bare company', () => {
  it('has no people, and is opened in well under a millisecond', () => {
    const company = bareCompany({ realmId: '1', name: 'Test' }, NOON)
    expect(company.tables.Customer.rows.size + company.tables.Vendor.rows.size).toBe(0)
    const rounds = Array.from({ length: 10 }, () => {
      const started = performance.now()
      for (let each = 0; each < 50; each += 1) bareCompany({ realmId: String(each), name: 'Test' }, NOON)
      return (performance.now() - started) / 50
    })
    expect(Math.min(...rounds)).toBeLessThan(1)
  })

  it('is bare when asked, with what papers cannot do without and nobody to trade with', () => {
    const company = openedCompany({ realmId: '9', name: 'Bare', bare: true }, 0, seededRandom(1))
    expect(company.tables.Customer.rows.size).toBe(0)
    expect(company.tables.Item.rows.size).toBe(2)
  })
})

/** What a caller would send: everything but what the service writes by itself. */
function withoutSystem(row: Entity) {
  const own = Object.entries(row).filter(([name]) => !['Id', 'SyncToken', 'MetaData'].includes(name))
  return Object.fromEntries(own)
}
